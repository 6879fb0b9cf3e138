import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { rootCertificates } from 'node:tls'
import { certificateNames, parseConnectionString, type ConnectionString } from '../connection-string/connection-string.ts'
import { prepareDatabase } from '../database/server/prepare.ts'
import { hostBasedAuthentication } from '../database/server/settings.ts'
import { openEndpoints } from '../endpoints/endpoints.ts'
import { type Authority, createAuthority, type IssuedCertificate } from '../gateway/certificate-authority.ts'
import { Door } from '../gateway/door.ts'
import { authorityFile, bundleFile } from '../plan/trust.ts'
import type { EndpointsDraft, Forward } from '../reports/compose/endpoints-draft.ts'
import { places } from '../reports/compose/input.ts'
import { endpointsConfiguration } from '../runtime/docker/endpoints-configuration.ts'
import { endpointsAddress } from '../runtime/docker/endpoints-container.ts'
import { macAddressOf } from '../runtime/docker/network.ts'
import { Sensitive } from '../sensitive/sensitive.ts'

// The program of the service "endpoints" in docker-compose.yml: what a run does around the endpoints, done by themselves,
// because nobody else is there. It tells what happens in lines of JSON, which docker-compose shows as its log.

const schemaDirectory = join(import.meta.dirname, '..', '..', 'schema')
const openWithinMs = 90_000

const over = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => over.abort())

try {
  await main()
} catch (error) {
  if (!over.signal.aborted) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    process.exitCode = 1
  }
}

async function main(): Promise<void> {
  await rm(places.readyFile, { force: true })
  const draft = JSON.parse(process.env['ECS_PREFLIGHT_TASK'] ?? '') as EndpointsDraft
  await using stack = new AsyncDisposableStack()
  const authority = await createAuthority()
  await writeFile(authorityFile, authority.certificatePem)
  await writeFile(bundleFile, [...rootCertificates, authority.certificatePem].join('\n'))
  const database = draft.database === undefined ? undefined : await openDatabase(draft.database, authority)
  const legs = findLegs()
  const taskAddress = await eventually(`an address for "${draft.task}"`, async () => (await lookup(draft.task, { family: 4 })).address)
  const configuration = endpointsConfiguration(
    { ...draft, databases: database === undefined ? [] : [{ ...database, faults: draft.database?.faults ?? [] }] },
    { subnet: legs.taskSubnet, taskAddress, taskMacAddress: macAddressOf(taskAddress) },
    new Map(),
    database,
    undefined,
  )
  stack.use(await openEndpoints(configuration, (happening) => tell({ type: 'event', happening })))
  for (const forward of draft.forwards) stack.defer(await openForward(legs.outAddress, forward, taskAddress))
  await writeFile(places.readyFile, '')
  tell({ type: 'ready' })
  await new Promise<void>((resolve) => {
    over.signal.addEventListener('abort', () => resolve(), { once: true })
    if (over.signal.aborted) resolve()
  })
}

interface OpenedDatabase {
  readonly connection: ConnectionString
  readonly names: readonly string[]
  readonly upstream: { readonly host: string; readonly port: number }
  readonly certificate: IssuedCertificate
}

/** Hands Postgres what it waits for, and prepares it as the stand-in of the connection string's database. */
async function openDatabase({ variable, server }: NonNullable<EndpointsDraft['database']>, authority: Authority): Promise<OpenedDatabase> {
  const connection = parseConnectionString(new Sensitive(process.env[variable] ?? ''))
  if (connection.kind === 'invalid') throw new Error(`${variable} is no connection string: ${connection.reason}`)
  const names = certificateNames(connection)
  const certificate = await authority.issue(names)
  const administratorPassword = randomBytes(24).toString('hex')
  const give = (name: string, content: string) => writeFile(join(places.databaseDirectory, name), content, { mode: 0o644 })
  await give('server.crt', certificate.certificatePem)
  await give('server.key', certificate.keyPem)
  // Its entry point comes through the socket, which nobody outside the container can reach.
  await give('pg_hba.conf', `local all all trust\n${hostBasedAuthentication}`)
  await give('password', administratorPassword)
  const upstream = { host: server, port: 5432 }
  const { user, password, database } = connection
  const schema = await readSchema()
  await eventually(
    `the database "${server}"`,
    () => prepareDatabase({ ...upstream, administratorPassword }, { user, password, database, schema }),
    (error) => ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT', '57P03'].includes(codeOf(error)),
  )
  return { connection, names, upstream, certificate }
}

/** The mounted file of SQL, or those of the mounted directory in the order of their names; none where nothing is mounted. */
async function readSchema(): Promise<{ name: string; sql: string }[]> {
  const names = await readdir(schemaDirectory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(files.map(async (name) => ({ name: basename(name), sql: await readFile(join(schemaDirectory, name), 'utf8') })))
}

/** This container's two legs. The one that has the link-local address stands in the task's network. */
function findLegs(): { readonly taskSubnet: string; readonly outAddress: string } {
  const legs = Object.values(networkInterfaces()).map((addresses = []) =>
    addresses.filter(({ family, internal }) => family === 'IPv4' && !internal),
  )
  const task = legs.find((leg) => leg.some(({ address }) => address === endpointsAddress))
  const out = legs.find((leg) => leg !== task && leg.length > 0)?.[0]
  const own = task?.find(({ address }) => address !== endpointsAddress)
  if (out === undefined || own?.cidr == null) throw new Error(`this container has no two networks, one of them with ${endpointsAddress}`)
  return { taskSubnet: networkOf(own.address, own.cidr), outAddress: out.address }
}

/** `172.20.0.3` in `172.20.0.3/16` is of the network `172.20.0.0/16`. */
function networkOf(address: string, cidr: string): string {
  const bits = Number(cidr.split('/')[1])
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const first = number - (number % 2 ** (32 - bits))
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${bits}`
}

/** The way in: what comes to a port of the ordinary leg goes on to the task. Returns how to close it. */
async function openForward(address: string, { listen, port }: Forward, taskAddress: string): Promise<() => void> {
  const door = await Door.open(address, listen, (from) => {
    const to = connect({ host: taskAddress, port })
    // An error is always followed by a close, and either side's end is the other's.
    to.on('error', () => from.destroy())
    from.once('close', () => to.destroy())
    to.once('close', () => from.destroy())
    from.pipe(to).pipe(from)
  })
  return () => door.shut()
}

/** Tries again and again until it works; gives up at the deadline, or at an error that waiting does not cure. */
async function eventually<Result>(
  what: string,
  attempt: () => Promise<Result>,
  mayPass: (error: unknown) => boolean = () => true,
): Promise<Result> {
  const deadline = performance.now() + openWithinMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!mayPass(error)) throw error
      if (performance.now() > deadline) throw new Error(`${what} did not come within ${openWithinMs / 1000} s`, { cause: error })
    }
    await after(100, undefined, { signal: over.signal })
  }
}

function codeOf(error: unknown): string {
  return (error as { readonly code?: string }).code ?? ''
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
