import type { Container } from 'dockerode'
import { extract } from 'tar-stream'

const largestFile = 2_000_000
const largestTotal = 20_000_000

/** Reads text files out of a container's file system, whether it runs or has ended. */
export async function readFiles(
  container: Container,
  directory: string,
  wanted: (path: string, sizeBytes: number) => boolean,
): Promise<{ path: string; text: string }[]> {
  const archive = await container.getArchive({ path: directory })
  const files: { path: string; text: string }[] = []
  let total = 0
  const reader = archive.pipe(extract())
  for await (const entry of reader) {
    const { name, size, type } = entry.header
    // The archive's names begin with the directory's own.
    const path = name.split('/').slice(1).join('/')
    if (type === 'file' && size <= largestFile && total + size <= largestTotal && wanted(path, size)) {
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      total += size
      files.push({ path, text: Buffer.concat(chunks).toString('utf8') })
    } else entry.resume()
  }
  return files
}
