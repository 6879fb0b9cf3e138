import { closeSync, openSync, readSync, realpathSync } from 'node:fs'
import { endianness } from 'node:os'
import { fileURLToPath } from 'node:url'

// The program in the pause container: it owns the task's network namespace and tells, in lines of JSON, who listens in
// it. It reads what the kernel shows, because asking within the application's container would cost the application CPU
// time and cannot be done in an image without a shell. It stands alone: nothing but node: is imported.

/** One socket that accepts TCP connections. */
export interface ListeningSocket {
  /** `0.0.0.0`, `127.0.0.1`, `::`; an IPv4 address that is mapped into IPv6 is shown as IPv4. */
  readonly address: string
  readonly port: number
}

/** Listening sockets come first in these files: the rest, which can be long, is not even read. */
const listenState = '0A'
/** Docker's own name server in every container of a user-defined network. */
const dockersNameServer = '127.0.0.11'
/** Applications start to listen within their first seconds, when it matters how soon it is seen. */
const eagerForMs = 60_000
const eagerEveryMs = 25
const laterEveryMs = 100

/** The listening sockets in the text of /proc/net/tcp or /proc/net/tcp6, each once, in the kernel's order. */
export function listeningSockets(text: string, order: 'LE' | 'BE' = endianness()): readonly ListeningSocket[] {
  const found = new Map<string, ListeningSocket>()
  for (const line of text.split('\n')) {
    const [, local, , state] = line.trim().split(/\s+/)
    const [address, port] = local?.split(':') ?? []
    if (state !== listenState || address === undefined || port === undefined) continue
    const socket = { address: addressText(address, order), port: Number.parseInt(port, 16) }
    if (socket.address !== dockersNameServer) found.set(`${socket.address} ${socket.port}`, socket)
  }
  return [...found.values()]
}

/** The kernel prints each word of an address in the machine's own byte order. */
function addressText(hex: string, order: 'LE' | 'BE'): string {
  const words = Array.from({ length: hex.length / 8 }, (_, index) => Buffer.from(hex.slice(index * 8, index * 8 + 8), 'hex'))
  const bytes = Buffer.concat(order === 'LE' ? words.map((word) => word.reverse()) : words)
  if (bytes.length === 4) return bytes.join('.')
  const mappedPrefix = '00000000000000000000ffff'
  if (bytes.toString('hex').startsWith(mappedPrefix)) return bytes.subarray(12).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':')
  // The URL parser knows the rules for the shortest form.
  return new URL(`http://[${groups}]/`).hostname.slice(1, -1)
}

/** Tells what changed since the call before. */
function changes(tell: (line: string) => void): (text: string) => void {
  let before = new Map<string, ListeningSocket>()
  return (text) => {
    const now = new Map(listeningSockets(text).map((socket) => [`${socket.address} ${socket.port}`, socket]))
    for (const [key, socket] of now) if (!before.has(key)) tell(JSON.stringify({ type: 'listening', ...socket }))
    for (const [key, socket] of before) if (!now.has(key)) tell(JSON.stringify({ type: 'listening-ended', ...socket }))
    before = now
  }
}

/** The file's head, up to its first line that is no listening socket. Nothing for a file that is not there (no IPv6). */
function headReader(path: string): () => string {
  const buffer = Buffer.alloc(64 * 1024)
  return () => {
    let file: number
    try {
      file = openSync(path, 'r')
    } catch {
      return ''
    }
    try {
      let size = 0
      while (size < buffer.length) {
        const read = readSync(file, buffer, size, buffer.length - size, null)
        if (read === 0) break
        const text = buffer.toString('latin1', size, size + read)
        size += read
        if (/^\s*\d+: \S+ \S+ (?!0A)/m.test(text)) break
      }
      return buffer.toString('latin1', 0, size)
    } finally {
      closeSync(file)
    }
  }
}

function watch(): void {
  const end = () => process.exit(0)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.stdout.on('error', end)
  if (process.argv.includes('--until-stdin-ends')) process.stdin.on('end', end).on('error', end).resume()

  const readers = [headReader('/proc/net/tcp'), headReader('/proc/net/tcp6')]
  const tellChanges = changes((line) => process.stdout.write(`${line}\n`))
  const startedAt = performance.now()
  let before = ''
  const look = () => {
    const text = readers.map((read) => read()).join('')
    if (text !== before) tellChanges(text)
    before = text
    setTimeout(look, performance.now() - startedAt < eagerForMs ? eagerEveryMs : laterEveryMs)
  }
  look()
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) watch()
