import { readFile, writeFile } from 'node:fs/promises'
import { stringify } from 'yaml'
import { nodeTag } from './node-image.ts'
import { postgresTag } from './postgres-image.ts'

const firstLine = '# Written by test/images/build.ts for a machine that reaches no image registry; not tracked.'

/**
 * Writes the settings that lie over preflight.yaml on a machine without an image registry: which stand-in is used for which image.
 * @param file `preflight.local.yaml` in the repository
 * @throws {Error} when the file is there and somebody else wrote it
 */
export async function writeLocalSettings(file: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return firstLine
    throw error
  })
  if (!present.startsWith(firstLine))
    throw new Error(`${file} is there and was written by hand: move it away, or add the mirrors to it yourself`)
  const settings = {
    mirrors: { 'node:24-alpine': nodeTag, 'postgres:17-alpine': postgresTag },
    images: { api: { build: { context: '.', dockerfile: 'Dockerfile', args: { NODE_IMAGE: nodeTag } } } },
  }
  await writeFile(file, `${firstLine}\n${stringify(settings)}`)
}
