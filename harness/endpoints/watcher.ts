import { openSync, readFileSync, readSync, realpathSync } from 'node:fs'
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

const listenState = '0A'
/** Docker's own name server in every container of a user-defined network. */
const dockersNameServer = '127.0.0.11'
/** Applications start to listen within their first seconds, when it matters how soon it is seen. */
const eagerForMs = 60_000
const eagerEveryMs = 25
const laterEveryMs = 100
/** A socket may end just as another begins, and then their number stays: so often they are looked at all the same. */
const atLeastEveryMs = 1000

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

/** The whole text of a file of the kernel; empty for one that is not there (no IPv6). */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/**
 * How many TCP sockets the namespace has: cheap to ask, where a list of them costs the kernel a walk over a large table.
 * The file stays open, and every reading from its start is a new one.
 */
function socketCounter(path: string): () => string {
  const head = Buffer.alloc(128)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return () => ''
  }
  return () => /^TCP6?: inuse (\d+)/m.exec(head.toString('latin1', 0, readSync(file, head, 0, head.length, 0)))?.[1] ?? ''
}

/**
 * Keeps the walks over that table below a hundredth of the time, whatever the traffic: after a start with enough in
 * hand for an application's first seconds, a walk is put off until the time for it has been saved.
 */
function budget(): { readonly afford: () => boolean; readonly spend: (ms: number) => void } {
  const most = 200
  let inHandMs = most
  let countedAt = performance.now()
  return {
    afford() {
      const now = performance.now()
      inHandMs = Math.min(most, inHandMs + (now - countedAt) / 100)
      countedAt = now
      return inHandMs > 0
    },
    spend(ms) {
      inHandMs -= ms
    },
  }
}

function watch(): void {
  const end = () => process.exit(0)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.stdout.on('error', end)
  if (process.argv.includes('--until-stdin-ends')) process.stdin.on('end', end).on('error', end).resume()

  const tellChanges = changes((line) => process.stdout.write(`${line}\n`))
  const { afford, spend } = budget()
  const startedAt = performance.now()
  const count4 = socketCounter('/proc/net/sockstat')
  const count6 = socketCounter('/proc/net/sockstat6')
  let countBefore: string | undefined
  let walkedAt = Number.NEGATIVE_INFINITY
  const look = () => {
    const now = performance.now()
    const count = `${count4()} ${count6()}`
    if ((count !== countBefore || now - walkedAt >= atLeastEveryMs) && afford()) {
      // Asked before the walk: what changes while we walk is seen the next time.
      countBefore = count
      walkedAt = now
      tellChanges(textOf('/proc/net/tcp') + textOf('/proc/net/tcp6'))
      spend(performance.now() - now)
    }
    setTimeout(look, now - startedAt < eagerForMs ? eagerEveryMs : laterEveryMs)
  }
  look()
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) watch()
