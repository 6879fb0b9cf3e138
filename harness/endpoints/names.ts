import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server as TcpServer, type Socket } from 'node:net'
import type { Emit } from '../timeline/event.ts'
import type { NamesConfiguration } from './configuration.ts'
import { encodeAnswer, encodeRefusal, rcode, readQuestion } from './name-answer.ts'
import { nameBook } from './name-book.ts'
import { forwardQuery, framed, resolverFor } from './name-forward.ts'

export interface NameServer extends AsyncDisposable {
  /** The same for UDP and TCP. */
  readonly port: number
}

/**
 * The task's name server. It answers for stand-ins and allowed hosts, says at once that every other name does not
 * exist, and tells `emit` of each name the first time it is asked for. Reverse look-ups are answered but not told.
 */
export async function serveNames(names: NamesConfiguration, emit: Emit, address: string, port: number): Promise<NameServer> {
  const answer = answerer(names, emit)
  await using started = new AsyncDisposableStack()
  const { udp, tcp } = await bindBoth(address, port)
  const connections = new Set<Socket>()
  started.defer(() => closeBoth(udp, tcp, connections))
  udp.on('message', (packet, from) => {
    void answer(packet, 'udp').then((reply) => {
      if (reply !== undefined && !closed.has(udp)) udp.send(reply, from.port, from.address)
    })
  })
  // What ICMP reports about a client that went away is nobody's trouble.
  udp.on('error', () => undefined)
  tcp.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    serveConnection(socket, answer)
  })
  const kept = started.move()
  return { port: udp.address().port, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

type AnswerPacket = (packet: Buffer, transport: 'udp' | 'tcp') => Promise<Buffer | undefined>

function answerer(names: NamesConfiguration, emit: Emit): AnswerPacket {
  const look = nameBook(names)
  const resolver = resolverFor(names.resolver)
  const told = new Set<string>()
  return async (packet, transport) => {
    const read = readQuestion(packet)
    if (read === undefined) return undefined
    if ('refuseWith' in read) return encodeRefusal(packet, read.refuseWith)
    const { query, question } = read
    const meaning = look(question.name)
    if (!told.has(meaning.name) && !/\.(?:in-addr|ip6)\.arpa$/.test(meaning.name) && told.size < mostNames) {
      told.add(meaning.name)
      emit({ type: 'name-asked', name: meaning.name, outcome: meaning.outcome })
    }
    // The task's network speaks IPv4: an IPv6 address would only cost the application a try that cannot succeed.
    if (meaning.kind !== 'forward' || question.type === 'AAAA') return encodeAnswer(query, question, meaning)
    if (resolver === undefined) return encodeRefusal(packet, rcode.serverFailure)
    return forwardQuery(packet, resolver, transport).catch(() => encodeRefusal(packet, rcode.serverFailure))
  }
}

/** An application that asks for ever new names must not fill our memory. */
const mostNames = 10_000

function serveConnection(socket: Socket, answer: AnswerPacket): void {
  const idleMs = 10_000
  let received = Buffer.alloc(0)
  socket.setTimeout(idleMs, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const packet = received.subarray(2, 2 + received.readUInt16BE(0))
      received = received.subarray(2 + packet.length)
      void answer(packet, 'tcp').then((reply) => {
        if (reply !== undefined && socket.writable) socket.write(framed(reply))
      })
    }
  })
}

/** A free port for UDP need not be free for TCP: with port 0 another one is tried. */
async function bindBoth(address: string, port: number): Promise<{ udp: UdpSocket; tcp: TcpServer }> {
  for (let attempt = 1; ; attempt += 1) {
    const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    await new Promise<void>((resolve, reject) => {
      udp.once('error', reject)
      udp.bind(port, address, () => resolve())
    })
    udp.removeAllListeners('error')
    const tcp = createServer()
    try {
      await new Promise<void>((resolve, reject) => {
        tcp.once('error', reject)
        tcp.listen(udp.address().port, address, () => resolve())
      })
      return { udp, tcp }
    } catch (error) {
      await new Promise<void>((resolve) => udp.close(() => resolve()))
      if (port !== 0 || attempt === 10) throw error
    }
  }
}

const closed = new WeakSet<UdpSocket>()

async function closeBoth(udp: UdpSocket, tcp: TcpServer, connections: ReadonlySet<Socket>): Promise<void> {
  closed.add(udp)
  for (const socket of connections) socket.destroy()
  await Promise.all([
    new Promise<void>((resolve) => udp.close(() => resolve())),
    new Promise<void>((resolve) => tcp.close(() => resolve())),
  ])
}
