import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable } from 'node:fs/promises'
import type Docker from 'dockerode'
import { run } from './command.ts'
import { importRootFileSystem, recipeOf, workingDirectory } from './engine.ts'

export const debianTag = 'ecs-preflight-test/debian:bookworm'

const suite = 'bookworm'

/** Left out of the image: nothing in a container reads them. */
const leftOut = [
  './var/cache/apt/archives/*.deb',
  './var/lib/apt/lists/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
]

export const debianRecipe: string = recipeOf('debootstrap minbase', suite, ...leftOut)

/**
 * Makes the Debian image that the others stand on, from the package mirror this machine itself uses.
 * Needs root and `debootstrap`; takes about half a minute.
 */
export async function makeDebianBase(docker: Docker): Promise<void> {
  await using root = await mkdtempDisposable(workingDirectory)
  // In a mount namespace of its own: whatever debootstrap mounts is gone when it ends, also when it is killed.
  await run('unshare', '--mount', 'debootstrap', '--variant=minbase', suite, root.path, await mirror())
  const tar = spawn('tar', ['-C', root.path, ...leftOut.map((pattern) => `--exclude=${pattern}`), '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(tar, 'exit')
  await importRootFileSystem(docker, debianTag, debianRecipe, tar.stdout)
  const [code] = await exit
  if (code !== 0) throw new Error(`tar ended with ${code} while it packed the Debian root file system`)
}

/** The first address in this machine's apt sources that has the suite. */
async function mirror(): Promise<string> {
  const targets = await run('apt-get', 'indextargets', '--format', '$(CODENAME) $(COMPONENT) $(REPO_URI)', 'Created-By: Packages')
  const found = targets.split('\n').find((line) => line.startsWith(`${suite} main `))
  if (found === undefined)
    throw new Error(`no apt source of this machine has ${suite} main: run apt-get update, or use a Debian ${suite} machine`)
  return found.slice(`${suite} main `.length)
}
