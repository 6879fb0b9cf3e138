import { once } from 'node:events'
import { connect } from 'node:net'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../harness/gateway/gateway.ts'
import { type Fixture, neonHost, neonPool, openFixture, password, stages } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())
beforeEach(async () => {
  for (const each of fixture.events.filter((event) => event.type === 'connection-opened')) {
    await fixture.event('connection-closed', { connection: each.connection })
  }
  fixture.events.splice(0)
})

const program = `${neonPool}
  pool.on('error', (error) => (idle = error.message))
  let idle
  const began = Date.now()
  const took = () => Date.now() - began
`

/** What Neon's driver experiences in a process of its own. */
async function experience(faults: readonly Fault[], client: string): Promise<unknown> {
  fixture.gateway.play(faults)
  return fixture.run(program + client)
}

const limited = `
  const limited = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 700, query_timeout: 1500 })
  const outcome = await limited.query('select 1').then(() => 'answered', (error) => error.message)
  tell([outcome, took()])
  process.exit()`

/** pg, on the port of Postgres. */
function connected(): Client {
  const client = new Client({
    host: '127.0.0.1',
    port: fixture.gateway.postgresPort,
    user: 'app_owner',
    password,
    database: 'glossary',
    ssl: { ca: fixture.authority.certificatePem, servername: neonHost },
    connectionTimeoutMillis: 400,
  })
  client.on('error', () => undefined)
  return client
}

describe('a database that', () => {
  it('refuses connections is not there at all', async () => {
    expect(await experience([{ kind: 'refused' }], `tell(await pool.query('select 1').catch((error) => error.message))`)).toMatch(
      /ECONNREFUSED/u,
    )
    expect(fixture.events).toEqual([])
  })

  it.each([
    ['accept', [], 'terminated due to connection timeout'],
    ['tls', [], 'terminated due to connection timeout'],
    ['upgrade', ['tls ok'], 'terminated due to connection timeout'],
    // The driver's own time limit ends with the WebSocket: only a limit for the query helps.
    ['startup', ['tls ok', 'upgrade ok'], 'Query read timeout'],
  ] as const)('falls silent at the stage %s leaves the driver to its time limits', async (stage, reached, words) => {
    const answer = await experience([{ kind: 'black-hole', stage }], limited)
    expect(answer).toEqual([expect.stringContaining(words), expect.any(Number)])
    const { connection } = await fixture.event('connection-closed', { by: 'client' })
    expect(stages(fixture.events, connection)).toEqual(['tcp ok', ...reached])
  })

  it('answers late makes every query late', async () => {
    const answer = await experience(
      [{ kind: 'latency', ms: 150 }],
      `await pool.query('select 1'); const first = took(); await pool.query('select 1'); tell([first, took() - first]); await pool.end()`,
    )
    const [first = 0, second = 0] = answer as number[]
    expect(first).toBeGreaterThan(450)
    expect(second).toBeGreaterThanOrEqual(145)
    expect(second).toBeLessThan(1000)
  })

  it('has to wake up is slow once', async () => {
    const answer = await experience(
      [{ kind: 'slow-first-connection', ms: 800 }],
      `await pool.query('select 1'); const first = took()
       const other = new Pool({ connectionString: process.env.DATABASE_URL }); await other.query('select 1'); tell([first, took() - first]); process.exit()`,
    )
    const [first = 0, second = 0] = answer as number[]
    expect(first).toBeGreaterThan(800)
    expect(second).toBeLessThan(700)
  })

  it.each([false, true])(
    'breaks off in the middle of a query is told by the driver, and the next query succeeds (RST: %s)',
    async (reset) => {
      const answer = await experience(
        [{ kind: 'drop-mid-query', query: 2, times: 1, reset }],
        `await pool.query('select 1')
       tell([await pool.query('select 2').catch((error) => error.message), (await pool.query('select 3 as n')).rows]); await pool.end()`,
      )
      expect(answer).toEqual(['Connection terminated unexpectedly', [{ n: 3 }]])
      await fixture.event('connection-closed', { by: 'gateway', clean: false, queries: 2 })
    },
  )

  it('breaks off while the connection is idle is told to the pool', async () => {
    const answer = await experience(
      [{ kind: 'drop-while-idle', afterMs: 200, times: 1 }],
      `await pool.query('select 1'); await new Promise((resolve) => setTimeout(resolve, 600))
       tell([idle, (await pool.query('select 3 as n')).rows]); await pool.end()`,
    )
    expect(answer).toEqual(['Connection terminated unexpectedly', [{ n: 3 }]])
  })

  it('begins to fail strikes the connections that are open already', async () => {
    fixture.gateway.play([])
    const client = connected()
    await client.connect()
    await client.query('select 1')
    fixture.gateway.play([{ kind: 'latency', ms: 120 }])
    const began = performance.now()
    await client.query('select 2')
    expect(performance.now() - began).toBeGreaterThan(115)
    fixture.gateway.play([{ kind: 'drop-mid-query' }])
    await expect(client.query('select 3')).rejects.toThrow('Connection terminated unexpectedly')
    fixture.gateway.play([])
    const idle = connected()
    await idle.connect()
    const dropped = new Promise((resolve) => idle.once('end', resolve))
    fixture.gateway.play([{ kind: 'drop-while-idle', afterMs: 50 }])
    await dropped
  })

  it('has no connection left says so', async () => {
    const answer = await experience(
      [{ kind: 'too-many-connections', limit: 1 }],
      `const held = await pool.connect(); await held.query('select 1')
       tell(await pool.query('select 1').catch(told)); process.exit()`,
    )
    expect(answer).toMatchObject({ code: '53300', message: 'sorry, too many clients already' })
    expect(await fixture.event('connection-stage', { outcome: 'failed' })).toMatchObject({ stage: 'database', sqlState: '53300' })
  })

  it('is read only refuses to write, through the tunnel and over HTTP', async () => {
    const write = `insert into terms values (77, 'x')`
    const answer = await experience(
      [{ kind: 'read-only' }],
      `const sql = neon(process.env.DATABASE_URL)
       tell([await pool.query("${write}").catch(told), await sql.query("${write}").catch(told), (await pool.query('select count(*)::int as n from terms')).rows]); process.exit()`,
    )
    expect(answer).toEqual([
      expect.objectContaining({ code: '25006' }) as object,
      expect.objectContaining({ code: '25006' }) as object,
      [{ n: 1 }],
    ])
  })

  it('is silent for HTTP queries too', async () => {
    const query = `const sql = neon(process.env.DATABASE_URL, { fetchOptions: { signal: AbortSignal.timeout(500) } })
      tell(await sql.query('select 1').catch((error) => error.message)); process.exit()`
    for (const stage of ['tls', 'upgrade', 'startup'] as const) {
      expect(await experience([{ kind: 'black-hole', stage }], query)).toMatch(/timeout/u)
    }
  })

  it.each(['accept', 'tls', 'startup'] as const)('is silent on the port of Postgres too, at the stage %s', async (stage) => {
    fixture.gateway.play([{ kind: 'black-hole', stage }])
    const client = connected()
    await expect(client.connect()).rejects.toThrow(/timeout/u)
  })

  it('is down at boot comes up, and one that goes down drops who is there', async () => {
    fixture.gateway.play([{ kind: 'refused', untilMs: 300 }])
    const { tlsPort } = fixture.gateway
    await expect(once(connect(tlsPort, '127.0.0.1'), 'connect')).rejects.toThrow(/ECONNREFUSED/u)
    const began = Date.now()
    let up = false
    while (!up && Date.now() - began < 5000) {
      const socket = connect(tlsPort, '127.0.0.1')
      up = await once(socket, 'connect').then(
        () => true,
        () => false,
      )
      socket.destroy()
    }
    expect(Date.now() - began).toBeGreaterThan(200)
    expect(up).toBe(true)
    fixture.gateway.play([{ kind: 'refused', fromMs: 200, untilMs: 400 }])
    const held = connect(tlsPort, '127.0.0.1')
    held.on('error', () => undefined)
    await once(held, 'connect')
    await once(held, 'close')
    await fixture.event('connection-closed', { by: 'gateway' })
  })
})
