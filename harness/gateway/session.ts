import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { GatewayConfiguration } from './configuration.ts'
import type { ConnectionRecord } from './connection-record.ts'
import type { FaultPlayer } from './fault.ts'
import { takeFirstPacket } from './first-packet.ts'
import { observe } from './observe.ts'
import { pump } from './pump.ts'
import { decideStartup } from './startup-rules.ts'
import { connectUpstream } from './upstream.ts'
import { type ServerError, writeErrorResponse } from './wire/error-response.ts'
import { type FirstPacket, writeStartup } from './wire/startup.ts'

/** What all connections of a gateway share. */
export interface Surroundings {
  readonly configuration: GatewayConfiguration
  /** Replaced when other faults are to be played: look it up each time. */
  faults: FaultPlayer
  /** Called when other faults have begun to play. */
  readonly replayed: Set<() => void>
  /** Sessions with the database at this moment. */
  sessions: number
}

/** A client that has come as far as speaking Postgres. */
export interface Client {
  readonly stream: Duplex
  readonly record: ConnectionRecord
  /** Nobody can listen in between client and gateway. */
  readonly encrypted: boolean
  /** The host by its TLS name or its HTTP header. */
  readonly name: string | undefined
  /** Whether the password is proved by SCRAM (Postgres' TLS side) or comes in clear. */
  readonly scram: boolean
  /** Breaks the connection off, by FIN or by RST. */
  drop(reset: boolean): void
}

/** Serves a Postgres conversation from its startup packet to its end, which it awaits. Never rejects. */
export async function serveSession(surroundings: Surroundings, client: Client, first?: FirstPacket): Promise<void> {
  const packet = first ?? (await startupOf(client))
  if (packet?.kind !== 'startup') {
    if (packet?.kind === 'garbage') refuse(client, { sqlState: '08P01', message: packet.reason })
    return
  }
  const { configuration, faults } = surroundings
  const { record } = client
  record.bytesIn += writeStartup(packet.version, packet.parameters).length
  record.user = packet.parameters.get('user')
  record.database = packet.parameters.get('database') ?? record.user
  record.application = packet.parameters.get('application_name')
  if (faults.blackHole('startup')) {
    client.stream.resume()
    return
  }
  const decision = decideStartup(configuration.hosts, { parameters: packet.parameters, encrypted: client.encrypted, name: client.name })
  if (decision.host !== undefined) record.reaches(decision.host)
  if (decision.kind === 'refused') return refuse(client, decision.error)
  record.droppedParameters = decision.dropped
  await delay(faults.latencyMs + faults.wake())
  const limit = faults.active('too-many-connections')?.limit ?? Infinity
  if (surroundings.sessions >= limit) {
    record.ok('startup')
    return refuse(client, { sqlState: '53300', message: 'sorry, too many clients already' }, 'database')
  }
  const forwarded = faults.active('read-only') === undefined ? decision.forwarded : readOnly(decision.forwarded)
  surroundings.sessions += 1
  try {
    await converse(surroundings, client, writeStartup(packet.version, forwarded))
  } finally {
    surroundings.sessions -= 1
  }
}

async function converse(surroundings: Surroundings, client: Client, startup: Buffer): Promise<void> {
  let upstream: Socket
  try {
    upstream = await connectUpstream(surroundings.configuration.upstream, client.scram)
  } catch {
    return refuse(client, { sqlState: '08006', message: "the stand-in's Postgres does not answer" })
  }
  client.record.ok('startup')
  upstream.write(startup)
  await pump({ client, upstream, observer: observe(client.record), surroundings })
}

/** The startup packet within an encrypted stream; a request for more encryption is declined. */
async function startupOf(client: Client): Promise<FirstPacket | undefined> {
  for (;;) {
    const packet = await takeFirstPacket(client.stream)
    if (packet?.kind !== 'ssl-request' && packet?.kind !== 'gss-request') return packet
    client.stream.write('N')
  }
}

function refuse(client: Client, error: ServerError, stage: 'startup' | 'database' = 'startup'): void {
  client.record.failed(stage, error.message, error.sqlState)
  client.record.ends('gateway')
  client.stream.end(writeErrorResponse(error))
  client.stream.resume()
}

function readOnly(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const options = `${parameters.get('options') ?? ''} -c default_transaction_read_only=on`.trim()
  return new Map([...parameters, ['options', options]])
}
