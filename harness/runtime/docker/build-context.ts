import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import ignoreModule from '@balena/dockerignore'
import { pack } from 'tar-fs'

/** The package is CommonJS: what it exports is the function itself, which its types call the default. */
const dockerignore = ignoreModule as unknown as typeof ignoreModule.default

/** What the builder gets to see: the context without what .dockerignore names, but always with the Dockerfile itself. */
export function buildContext(context: string, dockerfile: string): Readable {
  const patterns = ignorePatterns(context, dockerfile)
  const ignore = dockerignore().add(patterns)
  const exceptions = patterns.some((pattern) => pattern.startsWith('!'))
  const entries: string[] = []
  const visit = (directory: string): void => {
    for (const entry of readdirSync(join(context, directory), { withFileTypes: true })) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`
      const ignored = ignore.ignores(path)
      // Below a directory that is ignored there may be an exception; without any, there is nothing to look for.
      if (entry.isDirectory() && (!ignored || exceptions)) visit(path)
      if (!entry.isDirectory() && (!ignored || path === dockerfile)) entries.push(path)
    }
  }
  visit('')
  return Readable.from(pack(context, { entries }))
}

/** A Dockerfile may have an ignore file of its own beside it. */
function ignorePatterns(context: string, dockerfile: string): string[] {
  for (const file of [`${dockerfile}.dockerignore`, '.dockerignore']) {
    try {
      return readFileSync(join(context, file), 'utf8').split(/\r?\n/)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return []
}
