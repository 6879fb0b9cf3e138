import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, realpath, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-fs'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly bin: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
}

const run = promisify(execFile)
const repository = join(import.meta.dirname, '..', '..')

export const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as Manifest

/**
 * Packs what `npm run build` made, unpacks it below `home`, and lays beside it only the packages it depends on.
 * @returns the path of its bin
 */
export async function install(home: string): Promise<string> {
  const modules = join(home, 'node_modules')
  const installed = join(modules, manifest.name)
  await run('npm', ['pack', '--json', '--silent', '--pack-destination', home], { cwd: repository, timeout: 120_000 })
  await mkdir(installed, { recursive: true })
  const archive = join(home, `${manifest.name}-${manifest.version}.tgz`)
  await pipeline(createReadStream(archive), createGunzip(), extract(installed, { strip: 1 }))
  for (const name of Object.keys(manifest.dependencies)) await link(name, modules)
  return join(installed, manifest.bin[manifest.name] ?? '')
}

/** One dependency as the repository has it. Node follows the link, so that its own dependencies are found where they are. */
async function link(name: string, modules: string): Promise<void> {
  const target = join(modules, name)
  await mkdir(dirname(target), { recursive: true })
  await symlink(await realpath(join(repository, 'node_modules', name)), target)
}
