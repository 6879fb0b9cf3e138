import type { Socket } from 'node:net'
import type { FaultPlayer } from './fault.ts'
import type { Observer } from './observe.ts'
import type { Client } from './session.ts'

interface Conversation {
  readonly client: Client
  readonly upstream: Socket
  readonly observer: Observer
  readonly faults: FaultPlayer
}

/**
 * Carries bytes between client and Postgres until one of them ends. A side that does not read makes the other one wait, so
 * no more than the streams' own buffers is ever held.
 */
export function pump({ client, upstream, observer, faults }: Conversation): Promise<void> {
  const { stream, record } = client
  const answer = delayed(stream, faults)
  return new Promise((resolve) => {
    let idleTimer: NodeJS.Timeout | undefined
    const drop = (reset: boolean) => {
      record.ends('gateway')
      upstream.destroy()
      client.drop(reset)
    }
    const watchIdle = () => {
      clearTimeout(idleTimer)
      const fault = observer.idle ? faults.active('drop-while-idle') : undefined
      if (fault === undefined) return
      idleTimer = setTimeout(() => {
        const struck = faults.strike('drop-while-idle')
        if (struck !== undefined) drop(struck.reset === true)
      }, fault.afterMs)
    }

    stream.on('data', (chunk: Buffer) => {
      record.bytesIn += chunk.length
      const before = record.queries
      observer.fromClient(chunk)
      watchIdle()
      const fault = record.queries > before ? faults.active('drop-mid-query') : undefined
      const number = fault?.query ?? 1
      if (fault !== undefined && before < number && record.queries >= number && faults.strike('drop-mid-query') !== undefined) {
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
    const finish = () => {
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
function delayed(stream: Client['stream'], faults: FaultPlayer): (chunk: Buffer | undefined) => boolean {
  let waiting = 0
  let last = 0
  const write = (chunk: Buffer | undefined): boolean => {
    if (stream.writableEnded || stream.destroyed) return true
    if (chunk !== undefined) return stream.write(chunk)
    stream.end()
    return true
  }
  return (chunk) => {
    const due = Math.max(last, performance.now() + faults.latencyMs)
    if (faults.latencyMs === 0 && performance.now() >= last) return write(chunk)
    last = due
    waiting += chunk?.length ?? 0
    setTimeout(() => {
      waiting -= chunk?.length ?? 0
      // The stream's own drain is what wakes the server again; give it one where nothing was refused.
      if (write(chunk) && waiting === 0 && !stream.writableNeedDrain) stream.emit('drain')
    }, due - performance.now())
    return waiting < mostDelayed
  }
}
