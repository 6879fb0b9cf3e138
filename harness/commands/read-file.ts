import { constants } from 'node:fs'
import { access, open, readFile, stat } from 'node:fs/promises'
import { Trouble } from '../findings/trouble.ts'
import { readSource } from '../source/read.ts'
import type { Source } from '../source/source.ts'

const readsWithinMs = 10_000
const pipeGapMs = 20

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
    const stats = await stat(file)
    const { size } = stats
    if (stats.isFIFO()) return await bytesOfPipe(file)
    if (size > 2 * 1_048_576) return new Uint8Array(1_048_577 + 1)
    return await readFile(file)
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    throw new Trouble('file', explain(file, cause), { cause })
  }
}

/** A pipe that nobody writes to would keep the process for ever, so it is read without waiting in the system. */
async function bytesOfPipe(file: string): Promise<Uint8Array> {
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const chunks: Buffer[] = []
  const deadline = performance.now() + readsWithinMs
  while (performance.now() < deadline) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EAGAIN') return { bytesRead: -1, buffer: Buffer.alloc(0) }
      throw error
    })
    if (bytesRead > 0) chunks.push(buffer.subarray(0, bytesRead))
    // No bytes and nothing read yet: nobody has begun to write.
    if (bytesRead === 0 && chunks.length > 0) return Buffer.concat(chunks)
    if (bytesRead <= 0) await new Promise((resolve) => setTimeout(resolve, pipeGapMs))
  }
  throw new Trouble('deadline', `the pipe "${file}" gave no whole file within ${readsWithinMs / 1000} s: look at what writes to it`)
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
