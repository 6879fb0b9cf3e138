/**
 * Makes dist/program.js one bundle with everything that `lint`, `rules`, `fields` and `--help` need, after tsc has
 * written dist/: reading two hundred small files takes longer than judging a task definition. What is imported
 * dynamically becomes a part of its own beside it, so that the compile cache of each part holds what its users call:
 * Node fills it once, and a first `--help` would leave it without everything that `lint` does.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'

const repository = join(import.meta.dirname, '..', '..')
const harness = join(repository, 'harness')
const dist = join(repository, 'dist')
/**
 * What stays as tsc wrote it. The verbs that start things load large packages and find files beside themselves; and
 * there has to be only one class Trouble, or the program would not recognise theirs.
 */
const kept = new Set(['commands/run.ts', 'commands/compose.ts', 'commands/secrets.ts', 'findings/trouble.ts'])

const keepApart: Plugin = {
  name: 'keep-apart',
  setup(building) {
    building.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const file = relative(harness, join(resolveDir, path))
      return kept.has(file) ? { path: `./${file.replace(/\.ts$/, '.js')}`, external: true } : undefined
    })
  },
}

const { metafile } = await build({
  entryPoints: [join(harness, 'program.ts')],
  outdir: dist,
  splitting: true,
  chunkNames: 'part-[name]-[hash]',
  absWorkingDir: repository,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  // For Node, yaml is CommonJS, which is neither split nor shaken; what it gives to others is the same code as modules.
  alias: { yaml: join(repository, 'node_modules', 'yaml', 'browser', 'index.js') },
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [keepApart],
})
await writeFile(join(dist, 'program.licenses.txt'), await licenses(metafile))

/** The terms of the packages in the bundle, which ask to travel with every copy. */
async function licenses({ inputs }: Metafile): Promise<string> {
  const directories = new Set(Object.keys(inputs).flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []))
  const texts = await Promise.all(
    [...directories].toSorted().map(async (directory) => {
      const from = join(repository, directory)
      const { name, version, license } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as Record<string, string>
      const file = (await readdir(from)).find((each) => /^licen[cs]e/i.test(each))
      return `${name} ${version} (${license})\n\n${file === undefined ? '' : await readFile(join(from, file), 'utf8')}`
    }),
  )
  return texts.join('\n\n')
}
