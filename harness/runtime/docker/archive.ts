import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pack } from 'tar-stream'

/** A file to be laid into a container. */
export interface ArchivedFile {
  readonly path: string
  readonly content: string | Uint8Array
  readonly mode?: number
}

/** The files as a tar archive, owned by root and readable for everybody. */
export async function archiveOf(files: readonly ArchivedFile[]): Promise<Buffer> {
  const archive = pack()
  for (const { path, content, mode = 0o644 } of files) archive.entry({ name: path, mode }, Buffer.from(content))
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Where the tool's own programs lie in its containers. */
export const programDirectory = '/ecs-preflight'

const harness = fileURLToPath(new URL('../../', import.meta.url))
const rooms = ['endpoints', 'gateway', 'connection-string', 'timeline', 'sensitive']
const packages = ['ws', 'pg', 'dns-packet']

let programs: Promise<Buffer> | undefined

/** The endpoints' program with everything it loads. Its sources run as they are: the image's Node strips the types. */
export function programArchive(): Promise<Buffer> {
  programs ??= archiveOf([
    { path: 'package.json', content: '{"type":"module"}' },
    ...rooms.flatMap((room) => filesBelow(join(harness, room), `harness/${room}`)),
    ...packagesWithDependencies(packages).flatMap(({ name, directory }) => filesBelow(directory, `node_modules/${name}`)),
  ])
  return programs
}

/** `.ts` when run from sources, `.js` when installed. */
export const programExtension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

function packagesWithDependencies(names: readonly string[]): { name: string; directory: string }[] {
  const found = new Map<string, string>()
  const visit = (name: string, from: string): void => {
    if (found.has(name)) return
    const directory = packageDirectory(name, from)
    found.set(name, directory)
    const { dependencies = {} } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const dependency of Object.keys(dependencies)) visit(dependency, directory)
  }
  for (const name of names) visit(name, harness)
  return [...found].map(([name, directory]) => ({ name, directory }))
}

/** Not every package lets its package.json be resolved, so the folders are walked as Node would. */
function packageDirectory(name: string, from: string): string {
  const paths = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  const directory = paths.map((path) => join(path, name)).find((path) => exists(join(path, 'package.json')))
  if (directory === undefined) throw new Error(`the package "${name}" is not installed beside ${dirname(from)}`)
  return directory
}

function exists(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}

function filesBelow(directory: string, prefix: string): ArchivedFile[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, `${prefix}/${entry.name}`)
    return /\.(ts|js|mjs|cjs|json)$/.test(entry.name) && !entry.name.endsWith('.d.ts')
      ? [{ path: `${prefix}/${entry.name}`, content: readFileSync(path) }]
      : []
  })
}
