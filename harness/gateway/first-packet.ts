import type { Duplex } from 'node:stream'
import { type FirstPacket, readFirstPacket } from './wire/startup.ts'

/** Takes the next untyped packet from a stream that is not flowing, and leaves what comes after it; undefined when the stream ends before. */
export function takeFirstPacket(stream: Duplex): Promise<FirstPacket | undefined> {
  return new Promise((resolve) => {
    let held: Buffer = Buffer.alloc(0)
    const look = () => {
      for (let chunk = take(stream); chunk !== undefined; chunk = take(stream))
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      const found = readFirstPacket(held)
      if (found === undefined) return
      if (found.length < held.length) stream.unshift(held.subarray(found.length))
      finish(found.packet)
    }
    const gone = () => finish(undefined)
    const finish = (packet: FirstPacket | undefined) => {
      stream.off('readable', look)
      stream.off('end', gone)
      stream.off('close', gone)
      resolve(packet)
    }
    stream.on('readable', look)
    stream.once('end', gone)
    stream.once('close', gone)
    if (stream.destroyed) gone()
  })
}

/** The first byte, which is left in the stream; undefined when it ends before. */
export function peekFirstByte(stream: Duplex): Promise<number | undefined> {
  return new Promise((resolve) => {
    const look = () => {
      const chunk = take(stream)
      if (chunk === undefined) return
      stream.unshift(chunk)
      finish(chunk[0])
    }
    const gone = () => finish(undefined)
    const finish = (byte: number | undefined) => {
      stream.off('readable', look)
      stream.off('end', gone)
      stream.off('close', gone)
      resolve(byte)
    }
    stream.on('readable', look)
    stream.once('end', gone)
    stream.once('close', gone)
    if (stream.destroyed) gone()
  })
}

function take(stream: Duplex): Buffer | undefined {
  return (stream.read() as Buffer | null) ?? undefined
}
