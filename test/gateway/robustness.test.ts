import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openEmbeddedDatabase } from '../../harness/database/embedded.ts'
import type { StandInDatabase } from '../../harness/database/stand-in.ts'
import { createAuthority } from '../../harness/gateway/certificate-authority.ts'
import type { GatewayConfiguration } from '../../harness/gateway/gateway.ts'
import { writeStartup } from '../../harness/gateway/wire/startup.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import type { Happening } from '../../harness/timeline/event.ts'
import { neonHost, password } from './fixture.ts'

/** What the container gets, and nothing else: these rooms, and ws and pg with what they need. */
const rooms = ['gateway', 'connection-string', 'sensitive', 'timeline']
const packages = [
  'ws',
  'pg',
  'pg-connection-string',
  'pg-pool',
  'pg-protocol',
  'pg-types',
  'pgpass',
  'pg-int8',
  'postgres-array',
  'postgres-bytea',
]
const more = ['postgres-date', 'postgres-interval', 'split2', 'xtend']

const main = `
  import { createInterface } from 'node:readline'
  import { openGateway } from './harness/gateway/gateway.ts'
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const configuration = JSON.parse((await lines.next()).value)
  const gateway = await openGateway(configuration, (event) => console.log(JSON.stringify(event)))
  console.log(JSON.stringify({ type: 'ready', tlsPort: gateway.tlsPort, postgresPort: gateway.postgresPort }))
  for await (const _ of lines) console.log(JSON.stringify({ type: 'memory', peakMiB: process.resourceUsage().maxRSS / 1024 }))
  await gateway[Symbol.asyncDispose]()`

const root = fileURLToPath(new URL('../../', import.meta.url))
const authority = await createAuthority()
const events: (Happening | { readonly type: 'memory'; readonly peakMiB: number })[] = []
let directory: string
let database: StandInDatabase
let child: ChildProcess
let ports: { tlsPort: number; postgresPort: number }

beforeAll(async () => {
  const certificate = await authority.issue([neonHost])
  database = await openEmbeddedDatabase({
    user: 'app_owner',
    password: new Sensitive(password),
    database: 'glossary',
    schema: [],
    certificate,
  })
  directory = await mkdtemp(join(tmpdir(), 'gateway-alone-'))
  for (const room of rooms) await cp(join(root, 'harness', room), join(directory, 'harness', room), { recursive: true })
  for (const name of [...packages, ...more])
    await cp(join(root, 'node_modules', name), join(directory, 'node_modules', name), { recursive: true })
  await writeFile(join(directory, 'main.ts'), main)
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }')
  const configuration: GatewayConfiguration = {
    listen: { address: '127.0.0.1', tlsPort: 0, postgresPort: 0 },
    upstream: { host: database.host, port: database.port },
    hosts: [{ host: neonHost, neon: true, plaintext: false }],
    certificate,
  }
  // Short-lived chunks are given back sooner with a small young generation; the endpoints' container is started so, too.
  child = spawn(process.execPath, ['--max-semi-space-size=1', 'main.ts'], {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: dirname(process.execPath) },
  })
  child.stdin?.write(`${JSON.stringify(configuration)}\n`)
  ports = await new Promise((resolve) => {
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { type: string }
      if (event.type === 'ready') resolve(event as unknown as typeof ports)
      else events.push(event as (typeof events)[number])
    })
  })
})

afterAll(async () => {
  child.stdin?.end()
  await once(child, 'close')
  await database[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

const tls = () => ({ host: '127.0.0.1', servername: neonHost, ca: authority.certificatePem })

async function answers(): Promise<string> {
  const client = new Client({ ...tls(), port: ports.postgresPort, user: 'app_owner', password, database: 'glossary', ssl: tls() })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ one: number }>('select 1 as one')
    return String(rows[0]?.one)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function memory(): Promise<number> {
  const before = events.length
  const told = () => events.slice(before).find((event) => event.type === 'memory')
  child.stdin?.write('\n')
  await until('the memory', () => told() !== undefined)
  return told()?.peakMiB ?? Infinity
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`no sign of ${what}`)
    await delay(10)
  }
}

/** Sends bytes and hangs up; resolves with what came back. */
async function throwAt(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  socket.on('error', () => undefined)
  socket.end(bytes)
  await once(socket, 'close')
  return Buffer.concat(received)
}

describe('the gateway, alone with what its container has', () => {
  it('answers', async () => {
    expect(await answers()).toBe('1')
  })

  it('holds next to nothing of 300 MB that a client reads slowly', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${ports.tlsPort}/v2`, { ...tls(), headers: { host: neonHost } })
    await once(socket, 'open')
    const packet = (type: string, text: string) => {
      const header = Buffer.alloc(5)
      header.write(type)
      header.writeInt32BE(Buffer.byteLength(text) + 5, 1)
      return Buffer.concat([header, Buffer.from(`${text}\0`)])
    }
    const startup = writeStartup(
      0x30000,
      new Map([
        ['user', 'app_owner'],
        ['database', 'glossary'],
      ]),
    )
    let received = 0
    socket.on('message', (data: Buffer) => (received += data.length))
    socket.send(Buffer.concat([startup, packet('p', password), packet('Q', "select repeat('x', 1000000) from generate_series(1, 300)")]))
    await until('the first row', () => received > 0)
    socket.pause()
    await delay(2000)
    expect(received).toBeLessThan(100_000_000)
    socket.resume()
    await until('the last row', () => received > 300_000_000)
    socket.terminate()
    expect(await memory()).toBeLessThan(150)
  })

  it('survives garbage, half a TLS hello and clients that hang up at any byte, on both ports', async () => {
    const hello = await clientHello()
    for (const port of [ports.tlsPort, ports.postgresPort]) {
      const junk = Array.from({ length: 30 }, (_, index) => randomBytes(1 + index * 37))
      const halves = [1, 5, 6, 20, hello.length - 1, hello.length].map((length) => hello.subarray(0, length))
      const text = ['GET / HTTP/1.1\r\n\r\n', 'x'.repeat(20_000), ''].map((each) => Buffer.from(each))
      await Promise.all([...junk, ...halves, ...text].map((bytes) => throwAt(port, bytes)))
    }
    expect(await answers()).toBe('1')
    const reasons = events.flatMap((event) => (event.type === 'connection-stage' && event.outcome === 'failed' ? [event.reason] : []))
    expect(reasons).toContain('the client sent plain HTTP to a port that speaks TLS')
    expect(reasons).toContain('the first bytes are not those of a Postgres client')
  })

  it('takes headers of 10,000 bytes, and refuses more than is reasonable', async () => {
    const open = (length: number) => {
      const socket = new WebSocket(`wss://127.0.0.1:${ports.tlsPort}/v2`, {
        ...tls(),
        headers: { host: neonHost, 'x-long': 'x'.repeat(length) },
      })
      return new Promise<string>((resolve) => {
        socket.on('open', () => {
          socket.terminate()
          resolve('open')
        })
        socket.on('error', (error) => resolve(error.message))
      })
    }
    expect(await open(10_000)).toBe('open')
    expect(await open(100_000)).toMatch(/400|431|ECONNRESET|EPIPE/u)
    expect(await answers()).toBe('1')
  })

  it('closes a tunnel that carries text', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${ports.tlsPort}/v2`, { ...tls(), headers: { host: neonHost } })
    await once(socket, 'open')
    socket.send('select 1')
    expect((await once(socket, 'close'))[0]).toBe(1003)
  })

  it('serves or refuses each of 500 connections at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 500 }, () => answers()))
    const counted = Map.groupBy(outcomes, (outcome) => outcome)
    expect(counted.get('1')?.length).toBeGreaterThan(50)
    expect([...counted.keys()].filter((each) => !/^1$|too many clients|remaining connection slots/u.test(each))).toEqual([])
    expect(await answers()).toBe('1')
    expect(await memory()).toBeLessThan(250)
  })
})

/** The first bytes of a real client. */
async function clientHello(): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[ReturnType<typeof connect>]>
  const address = server.address()
  const client = connectTls({ ...tls(), port: typeof address === 'object' && address !== null ? address.port : 0 })
  client.on('error', () => undefined)
  const [socket] = await accepted
  const [hello] = (await once(socket, 'data')) as [Buffer]
  client.destroy()
  socket.destroy()
  server.close()
  return hello
}
