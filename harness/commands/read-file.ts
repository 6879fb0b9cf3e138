import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { Trouble } from '../findings/trouble.ts'
import { readSource } from '../source/read.ts'
import type { Source } from '../source/source.ts'
import { within } from '../waiting/within.ts'

const readsWithinMs = 10_000

/** Reads a file that the user named; `-` is standard input. Throws Trouble when there is none, or no right to read it. */
export async function readUserFile(file: string): Promise<Source> {
  return readSource(file === '-' ? 'standard input' : file, await bytesOf(file))
}

export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    if (file === '-') {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    }
    // A file that is far too large is not read into memory to be told so: the limit's own byte is enough.
    const { size } = await stat(file)
    if (size > 2 * 1_048_576) return new Uint8Array(1_048_577 + 1)
    // A pipe nobody writes to would keep us waiting for ever.
    return await within(readsWithinMs, `reading ${file}`, readFile(file))
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    throw new Trouble('file', explain(file, cause), { cause })
  }
}

export async function exists(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  )
}

function explain(file: string, cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code
  switch (code) {
    case 'ENOENT':
      return `there is no file "${file}": name the task definition, or set taskDefinition in preflight.yaml`
    case 'EISDIR':
      return `"${file}" is a directory: name the file in it`
    case 'EACCES':
    case 'EPERM':
      return `"${file}" may not be read: change its permissions`
    default:
      return `"${file}" cannot be read (${code ?? (cause as Error).message}): look at the path`
  }
}
