import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import { createLines } from './lines.ts'

/** What a container prints, line by line, from its first byte. Resolves `ended` when the engine closed the stream. */
export async function followOutput(
  docker: Docker,
  container: Container,
  pseudoTerminal: boolean,
  onLine: (stream: 'stdout' | 'stderr', line: string) => void,
): Promise<{ readonly ended: Promise<void> }> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true, hijack: true })
  const stdout = createLines((line) => onLine('stdout', line))
  const stderr = createLines((line) => onLine('stderr', line))
  if (pseudoTerminal) stream.on('data', (chunk: Buffer) => stdout.push(chunk))
  else docker.modem.demuxStream(stream, sink(stdout), sink(stderr))
  const ended = new Promise<void>((resolve) => {
    const finish = (): void => {
      stdout.end()
      stderr.end()
      resolve()
    }
    stream.once('end', finish)
    stream.once('close', finish)
    stream.once('error', finish)
  })
  return { ended }
}

function sink(lines: { push(chunk: Buffer): void }): PassThrough {
  const through = new PassThrough()
  through.on('data', (chunk: Buffer) => lines.push(chunk))
  return through
}
