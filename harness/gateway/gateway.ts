import type { Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { Emit } from '../timeline/event.ts'
import type { GatewayConfiguration } from './configuration.ts'
import { ConnectionRecord, type Ledger } from './connection-record.ts'
import { Door } from './door.ts'
import { type Fault, FaultPlayer } from './fault.ts'
import { servePostgres } from './postgres-port.ts'
import type { Surroundings } from './session.ts'
import { Pools } from './sql/pools.ts'
import { createTlsPort } from './tls-port.ts'

export type { GatewayConfiguration, HostRule } from './configuration.ts'
export type { Fault } from './fault.ts'

/** The database's front, open. Disposing it breaks off every connection. */
export interface Gateway extends AsyncDisposable {
  readonly tlsPort: number
  readonly postgresPort: number
  /** Plays these faults from now on, instead of those before. Their times count from now. */
  play(faults: readonly Fault[]): void
}

/** Opens both ports. Every connection is told through `emit`; no password and no literal of a query ever is. Rejects when a port is taken. */
export async function openGateway(configuration: GatewayConfiguration, emit: Emit): Promise<Gateway> {
  const { listen, hosts, certificate } = configuration
  const context = createSecureContext({ cert: certificate.certificatePem, key: certificate.keyPem })
  let connections = 0
  const ledger: Ledger = {
    emit,
    onlyHost: hosts.length === 1 ? hosts[0]?.host : undefined,
    next: () => (connections += 1),
  }
  const records = new Set<ConnectionRecord>()
  const surroundings = {
    configuration,
    faults: new FaultPlayer(configuration.faults ?? [], () => performance.now()),
    replayed: new Set<() => void>(),
    sessions: 0,
  }

  await using stack = new AsyncDisposableStack()
  const pools = stack.use(new Pools(configuration.upstream))
  const serveTls = createTlsPort(surroundings satisfies Surroundings, context, pools)
  const open = async (port: number, serve: (raw: Socket, record: ConnectionRecord) => Promise<void>) => {
    let number = port
    const door = await Door.open(listen.address, port, (raw) => {
      const record = new ConnectionRecord(ledger, number)
      records.add(record)
      raw.once('close', () => {
        records.delete(record)
        // After whoever else listens has said why.
        queueMicrotask(() => record.closed())
      })
      void serve(raw, record)
    })
    number = door.port
    stack.defer(() => {
      for (const record of records) record.ends('gateway')
      door.shut()
    })
    return door
  }
  const doors = [
    await open(listen.tlsPort, serveTls),
    await open(listen.postgresPort, (raw, record) => servePostgres(surroundings, context, raw, record)),
  ]

  let change: NodeJS.Timeout | undefined
  stack.defer(() => clearTimeout(change))
  const follow = () => {
    const refused = surroundings.faults.active('refused') !== undefined
    if (refused) for (const record of records) record.ends('gateway')
    for (const door of doors) {
      if (refused) door.shut()
      else door.reopen()
    }
    const nextMs = surroundings.faults.nextChangeMs
    if (nextMs !== undefined) change = setTimeout(follow, Math.ceil(nextMs))
  }
  follow()

  const held = stack.move()
  return {
    tlsPort: doors[0]?.port ?? 0,
    postgresPort: doors[1]?.port ?? 0,
    play(faults) {
      clearTimeout(change)
      surroundings.faults = new FaultPlayer(faults, () => performance.now())
      follow()
      for (const look of surroundings.replayed) look()
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
