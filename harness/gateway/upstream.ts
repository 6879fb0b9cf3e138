import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { GatewayConfiguration } from './configuration.ts'
import { sslRequestPacket, writeCancel } from './wire/startup.ts'

const connectWithinMs = 10_000

/**
 * A connection to the Postgres behind the gateway. Its TLS side asks for SCRAM and offers channel binding, its other side
 * takes clear passwords. Rejects when nobody answers.
 */
export async function connectUpstream(upstream: GatewayConfiguration['upstream'], encrypted: boolean): Promise<Socket> {
  const signal = AbortSignal.timeout(connectWithinMs)
  const socket = connect({ host: upstream.host, port: upstream.port, noDelay: true })
  try {
    await once(socket, 'connect', { signal })
    if (!encrypted) return socket
    socket.write(sslRequestPacket)
    const [answer] = (await once(socket, 'data', { signal })) as [Buffer]
    if (answer.toString('latin1') !== 'S') throw new Error('the Postgres behind the gateway does not speak TLS')
    // The way there is this machine's own; what the certificate is good for is the hash of it that SCRAM-PLUS compares.
    const secure = connectTls({ socket, rejectUnauthorized: false, checkServerIdentity: () => undefined })
    await once(secure, 'secureConnect', { signal })
    return secure
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Hands a CancelRequest on. It is never answered. */
export async function cancelUpstream(upstream: GatewayConfiguration['upstream'], packet: Buffer): Promise<void> {
  const socket = await connectUpstream(upstream, false)
  socket.end(packet)
  socket.resume()
  await once(socket, 'close', { signal: AbortSignal.timeout(connectWithinMs) }).catch(() => socket.destroy())
}

/** Asks Postgres to cancel what its process `processId` does now. */
export async function cancelProcess(upstream: GatewayConfiguration['upstream'], processId: number, secretKey: number): Promise<void> {
  await cancelUpstream(upstream, writeCancel(processId, secretKey))
}
