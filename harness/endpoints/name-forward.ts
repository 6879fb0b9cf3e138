import { createSocket } from 'node:dgram'
import { getServers } from 'node:dns'
import { connect } from 'node:net'

/** How long the resolver behind us may take: less than the 5 s after which clients ask again. */
const forwardTimeoutMs = 4000

export interface Resolver {
  readonly address: string
  readonly port: number
}

/** The resolver that allowed names are passed on to: the one that was configured, else this machine's first one. */
export function resolverFor(configured: string | undefined): Resolver | undefined {
  const text = configured ?? getServers()[0]
  if (text === undefined) return undefined
  const bracketed = /^\[(?<address>.+)\]:(?<port>\d+)$/.exec(text) ?? /^(?<address>[^:]+):(?<port>\d+)$/.exec(text)
  return { address: bracketed?.groups?.['address'] ?? text, port: Number(bracketed?.groups?.['port'] ?? 53) }
}

/** Passes a query on as it is and gives back the answer as it came. Rejects when none comes in time. */
export function forwardQuery(packet: Buffer, resolver: Resolver, transport: 'udp' | 'tcp'): Promise<Buffer> {
  return transport === 'udp' ? forwardByUdp(packet, resolver) : forwardByTcp(packet, resolver)
}

function forwardByUdp(packet: Buffer, { address, port }: Resolver): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const done = (settle: () => void) => {
      clearTimeout(timer)
      socket.close()
      settle()
    }
    const timer = setTimeout(() => done(() => reject(new Error(noAnswer))), forwardTimeoutMs)
    socket.once('error', (error) => done(() => reject(error)))
    socket.once('message', (answer) => done(() => resolve(answer)))
    // Connected, so that a resolver that is not there is an error at once and not after the timeout.
    socket.connect(port, address, () => socket.send(packet))
  })
}

function forwardByTcp(packet: Buffer, { address, port }: Resolver): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port })
    const parts: Buffer[] = []
    socket.setTimeout(forwardTimeoutMs, () => socket.destroy(new Error(noAnswer)))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(noAnswer)))
    socket.on('data', (chunk) => {
      parts.push(chunk)
      const received = Buffer.concat(parts)
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      resolve(received.subarray(2, 2 + received.readUInt16BE(0)))
      socket.destroy()
    })
    socket.write(framed(packet))
  })
}

const noAnswer = `the resolver gave no answer within ${forwardTimeoutMs} ms`

/** A message as it travels over TCP: its length first. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}
