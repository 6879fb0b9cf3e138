import type { Socket } from 'node:net'
import { isReached } from './fault.ts'
import type { Observer } from './observe.ts'
import type { Client, Surroundings } from './session.ts'

interface Conversation {
  readonly client: Client
  readonly upstream: Socket
  readonly observer: Observer
  /** Looked at for every piece of the conversation, for faults may begin at any time. */
  readonly surroundings: Pick<Surroundings, 'faults' | 'replayed'>
}

/**
 * Carries bytes between client and Postgres until one of them ends. A side that does not read makes the other one wait, so
 * no more than the streams' own buffers is ever held.
 */
export function pump({ client, upstream, observer, surroundings }: Conversation): Promise<void> {
  const { stream, record } = client
  const answer = delayed(stream, surroundings)
  return new Promise((resolve) => {
    let idleTimer: NodeJS.Timeout | undefined
    const drop = (reset: boolean) => {
      record.ends('gateway')
      upstream.destroy()
      client.drop(reset)
    }
    const watchIdle = () => {
      clearTimeout(idleTimer)
      const fault = observer.idle ? surroundings.faults.active('drop-while-idle') : undefined
      if (fault === undefined) return
      idleTimer = setTimeout(() => {
        const struck = surroundings.faults.strike('drop-while-idle')
        if (struck !== undefined) drop(struck.reset === true)
      }, fault.afterMs)
    }

    stream.on('data', (chunk: Buffer) => {
      record.bytesIn += chunk.length
      const before = record.queries
      observer.fromClient(chunk)
      watchIdle()
      const fault = record.queries > before ? surroundings.faults.active('drop-mid-query') : undefined
      if (fault !== undefined && isReached(fault, before, record.queries) && surroundings.faults.strike('drop-mid-query') !== undefined) {
        return drop(fault.reset === true)
      }
      if (upstream.writable && !upstream.write(chunk)) stream.pause()
    })
    upstream.on('drain', () => stream.resume())
    upstream.on('data', (chunk: Buffer) => {
      record.bytesOut += chunk.length
      observer.fromServer(chunk)
      watchIdle()
      if (!answer(chunk)) upstream.pause()
    })
    stream.on('drain', () => upstream.resume())

    stream.once('end', () => {
      record.ends('client')
      upstream.end()
    })
    upstream.once('end', () => {
      record.ends(record.clean ? 'client' : 'server')
      answer(undefined)
    })
    // An error is always followed by a close.
    upstream.on('error', () => undefined)
    upstream.once('close', () => {
      record.ends(record.clean ? 'client' : 'server')
      answer(undefined)
      // What the client still says is for nobody, but its end has to be heard.
      stream.resume()
    })
    surroundings.replayed.add(watchIdle)
    const finish = () => {
      surroundings.replayed.delete(watchIdle)
      clearTimeout(idleTimer)
      upstream.destroy()
      resolve()
    }
    stream.once('close', finish)
    if (stream.destroyed) finish()
    stream.resume()
  })
}

/** Most bytes on their way through a delay before the server is made to wait. */
const mostDelayed = 1_048_576

/** Writes answers to the client, later when a latency is played; `undefined` ends the stream. Says whether more may come now. */
function delayed(stream: Client['stream'], surroundings: Pick<Surroundings, 'faults'>): (chunk: Buffer | undefined) => boolean {
  const queue: (Buffer | undefined)[] = []
  let waiting = 0
  let last = 0
  const write = (chunk: Buffer | undefined): boolean => {
    if (stream.writableEnded || stream.destroyed) return true
    if (chunk !== undefined) return stream.write(chunk)
    stream.end()
    return true
  }
  return (chunk) => {
    const { latencyMs } = surroundings.faults
    if (latencyMs === 0 && queue.length === 0) return write(chunk)
    queue.push(chunk)
    waiting += chunk?.length ?? 0
    last = Math.max(last, performance.now() + latencyMs)
    setTimeout(() => {
      // Whichever timer comes first, what was said first is passed on first.
      const first = queue.shift()
      waiting -= first?.length ?? 0
      // The stream's own drain is what wakes the server again; give it one where nothing was refused.
      if (write(first) && queue.length === 0 && !stream.writableNeedDrain) stream.emit('drain')
    }, last - performance.now())
    return waiting < mostDelayed
  }
}
