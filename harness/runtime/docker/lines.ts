import { StringDecoder } from 'node:string_decoder'

/** A line longer than this is told in pieces: memory stays bounded whatever a container prints. */
const longestLine = 16_384

/** Cuts a stream of bytes into lines; characters and lines may be split between chunks anywhere. */
export function createLines(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const tell = (line: string): void => onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  return {
    push(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) tell(line)
      while (rest.length > longestLine) {
        tell(rest.slice(0, longestLine))
        rest = rest.slice(longestLine)
      }
    },
    end() {
      rest += decoder.end()
      if (rest !== '') tell(rest)
      rest = ''
    },
  }
}
