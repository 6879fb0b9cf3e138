import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConnectionRecord } from './connection-record.ts'
import { peekFirstByte, takeFirstPacket } from './first-packet.ts'
import { findHost } from './hosts.ts'
import { secure } from './secure.ts'
import { serveSession, type Surroundings } from './session.ts'
import { cancelUpstream } from './upstream.ts'

/** The first byte of a TLS hello; no packet of Postgres begins with it. */
const tlsHandshake = 0x16

/** Serves one connection of Postgres' own port: TLS after a request for it or at once, GSS declined, cancel handed on. Never rejects. */
export async function servePostgres(
  surroundings: Surroundings,
  context: SecureContext,
  raw: Socket,
  record: ConnectionRecord,
): Promise<void> {
  const { faults, configuration } = surroundings
  record.transport = 'postgres'
  const drop = (reset: boolean) => void (reset ? raw.resetAndDestroy() : raw.destroy())
  if (faults.blackHole('accept')) return void raw.resume()
  await delay(faults.latencyMs)
  if ((await peekFirstByte(raw)) === tlsHandshake) return encrypted()
  for (;;) {
    const packet = await takeFirstPacket(raw)
    if (packet === undefined) return
    if (packet.kind === 'cancel') return cancel(packet.packet)
    if (packet.kind === 'gss-request') raw.write('N')
    else if (packet.kind === 'ssl-request') {
      if (faults.blackHole('tls')) return void raw.resume()
      // What is sent before the answer could have been slipped in by somebody else.
      if (raw.readableLength > 0) return void raw.destroy()
      raw.write('S')
      return encrypted()
    } else return serveSession(surroundings, { stream: raw, record, encrypted: false, name: undefined, scram: false, drop }, packet)
  }

  async function encrypted(): Promise<void> {
    if (faults.blackHole('tls')) return void raw.resume()
    await delay(faults.latencyMs)
    const named = (name: string) => record.reaches(findHost(configuration.hosts, name)?.host ?? name)
    const secured = await secure(raw, record, { context, protocols: ['postgresql'], named })
    if (secured === undefined) return
    const { socket, name } = secured
    const packet = await takeFirstPacket(socket)
    if (packet === undefined) return
    secured.used()
    if (packet.kind === 'cancel') return cancel(packet.packet)
    const first = packet.kind === 'startup' || packet.kind === 'garbage' ? packet : undefined
    return serveSession(surroundings, { stream: socket, record, encrypted: true, name, scram: true, drop }, first)
  }

  async function cancel(packet: Buffer): Promise<void> {
    record.forget()
    await cancelUpstream(configuration.upstream, packet).catch(() => undefined)
    raw.end()
  }
}
