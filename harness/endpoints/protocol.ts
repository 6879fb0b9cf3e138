import { StringDecoder } from 'node:string_decoder'
import type { Fault } from '../gateway/gateway.ts'
import type { Happening } from '../timeline/event.ts'
import type { EndpointsConfiguration } from './configuration.ts'
import type { RequestOrder, RequestOutcome } from './request.ts'
import type { TaskState } from './task-state.ts'

/** What the harness tells the program in the endpoints container, a line of JSON each. `configure` comes first, once. */
export type ToEndpoints =
  | { readonly type: 'configure'; readonly configuration: EndpointsConfiguration }
  | { readonly type: 'task-state'; readonly state: TaskState }
  | { readonly type: 'stats'; readonly dockerId: string; readonly stats: unknown }
  | { readonly type: 'request'; readonly id: number; readonly order: RequestOrder }
  /** For the database's front: from now on these, instead of those before. */
  | { readonly type: 'faults'; readonly faults: readonly Fault[] }
  | { readonly type: 'stop' }

/** What that program tells the harness. After `failed` it ends. */
export type FromEndpoints =
  | { readonly type: 'ready'; readonly httpPort: number; readonly dnsPort: number }
  | { readonly type: 'event'; readonly happening: Happening }
  | { readonly type: 'response'; readonly id: number; readonly outcome: RequestOutcome }
  | { readonly type: 'failed'; readonly message: string }

/** What the watcher in the pause container tells. Addresses are in their usual text: `0.0.0.0`, `127.0.0.1`, `::`. */
export type FromWatcher = {
  readonly type: 'listening' | 'listening-ended'
  readonly address: string
  readonly port: number
}

export interface LineReader {
  /** Bytes or text as they come: lines may be cut anywhere, also within a character. */
  push(chunk: Uint8Array | string): void
  /** The stream has ended: what stands there without a line break is the last line. */
  end(): void
}

/** One message as one line. */
export function encodeLine(message: ToEndpoints | FromEndpoints | FromWatcher): string {
  return `${JSON.stringify(message)}\n`
}

/**
 * Puts a stream's chunks together to lines and hands each on, parsed. A line that is no JSON goes to `onMalformed`;
 * without one it is thrown from `push`, because then nobody but the other side of this protocol writes to the stream.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says whose lines it reads
export function createLineReader<Line extends ToEndpoints | FromEndpoints | FromWatcher>(
  onLine: (line: Line) => void,
  onMalformed: (text: string) => void = refuse,
): LineReader {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  const finish = (rest: string) => {
    const text = [...parts, rest].join('')
    parts = []
    if (text.trim() === '') return
    const line = parse(text)
    if (line === undefined) onMalformed(text)
    else onLine(line as Line)
  }
  return {
    push(chunk) {
      const lines = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n')
      const unfinished = lines.pop() ?? ''
      for (const line of lines) finish(line)
      if (unfinished !== '') parts.push(unfinished)
    },
    end() {
      finish(decoder.end())
    },
  }
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'type' in value ? value : undefined
  } catch {
    return undefined
  }
}

function refuse(text: string): never {
  throw new Error(`not a line of this protocol: ${text.slice(0, 80)}`)
}
