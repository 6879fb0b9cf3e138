import { afterEach, describe, expect, it } from 'vitest'
import { type Fixture, neonHost, neonPool, neonUrl, openFixture, password, stages } from './fixture.ts'

let fixture: Fixture | undefined
afterEach(() => fixture?.[Symbol.asyncDispose]())
const open = async (...given: Parameters<typeof openFixture>) => (fixture = await openFixture(...given))

describe("Neon's driver, unchanged, with its production host name", () => {
  it('queries the stand-in through the tunnel, and every stage is told', async () => {
    const { run, events, event } = await open()
    const answer = await run(`${neonPool}
      const { rows } = await pool.query('select name from terms where id = $1', [1])
      await pool.end()
      tell(rows)`)
    expect(answer).toEqual([{ name: 'machine learning' }])
    const closed = await event('connection-closed')
    expect(closed).toMatchObject({
      connection: 1,
      by: 'client',
      clean: true,
      queries: 1,
      user: 'app_owner',
      database: 'glossary',
      application: expect.stringContaining('@1.') as string,
    })
    expect(closed.bytesIn).toBeGreaterThan(100)
    expect(closed.bytesOut).toBeGreaterThan(100)
    expect(closed).not.toHaveProperty('droppedParameters')
    expect(events[0]).toEqual({ type: 'connection-opened', connection: 1, host: neonHost, port: fixture?.gateway.tlsPort })
    expect(stages(events)).toEqual(['tcp ok', 'tls ok', 'upgrade ok', 'startup ok', 'authentication ok', 'database ok', 'query ok'])
    expect(JSON.stringify(events)).not.toContain(password)
    expect(JSON.stringify(events)).not.toContain('select')
  })

  it('is refused by Postgres itself with a wrong password', async () => {
    const { run, event, events } = await open()
    const env = { DATABASE_URL: neonUrl.replace(password, 'synthetic-wrong') }
    const answer = await run(
      `${neonPool}
      pool.on('error', () => undefined)
      tell(await pool.query('select 1').then(() => 'connected', told))`,
      { env },
    )
    expect(answer).toMatchObject({ code: '28P01' })
    const failed = await event('connection-stage', { stage: 'authentication', outcome: 'failed' })
    expect(failed).toMatchObject({ sqlState: '28P01', reason: 'password authentication failed for user "app_owner"' })
    await event('connection-closed', { by: 'server' })
    expect(stages(events).at(-1)).toBe('authentication failed')
    expect(JSON.stringify(events)).not.toContain('synthetic-wrong')
  })

  it('learns that a database does not exist', async () => {
    const { run, event } = await open()
    const answer = await run(
      `${neonPool}
      pool.on('error', () => undefined)
      tell(await pool.query('select 1').then(() => 'connected', told))`,
      { env: { DATABASE_URL: neonUrl.replace('/glossary', '/absent') } },
    )
    expect(answer).toMatchObject({ code: '3D000' })
    expect(await event('connection-stage', { stage: 'database', outcome: 'failed' })).toMatchObject({ sqlState: '3D000' })
  })

  it('that does not trust the authority is told as a failed TLS stage', async () => {
    const { run, event, events } = await open()
    const answer = await run(
      `${neonPool}
      tell(await pool.query('select 1').then(() => 'connected', (error) => error.message))`,
      { trusted: false },
    )
    expect(answer).toMatch(/certificate/u)
    expect(await event('connection-stage', { stage: 'tls', outcome: 'failed' })).toMatchObject({
      reason: expect.stringContaining('trust') as string,
    })
    await event('connection-closed')
    expect(stages(events)).toEqual(['tcp ok', 'tls failed'])
  })

  it('whose first query is answered with an error has not its literals told', async () => {
    const { run, event, events } = await open()
    const answer = await run(`${neonPool}
      const client = new Client(process.env.DATABASE_URL)
      await client.connect()
      const first = await client.query("select 'synthetic-literal'::int").then(() => 'answered', told)
      await client.query('select 1')
      await client.end()
      tell(first)`)
    expect(answer).toMatchObject({ code: '22P02' })
    await event('connection-closed', { clean: true, queries: 2 })
    expect(stages(events).slice(-2)).toEqual(['query failed', 'query ok'])
    expect(JSON.stringify(events)).not.toContain('synthetic-literal')
  })

  it('drops parameters as Neon does, and tells which', async () => {
    const { run, event } = await open()
    const answer = await run(`${neonPool}
      const other = new Pool({ connectionString: process.env.DATABASE_URL, statement_timeout: 5000, application_name: 'glossary-api' })
      const { rows } = await other.query("select current_setting('statement_timeout') as timeout, current_setting('application_name') as name")
      await other.end()
      tell(rows)`)
    expect(answer).toEqual([{ timeout: '0', name: 'glossary-api' }])
    expect(await event('connection-closed')).toMatchObject({ droppedParameters: ['statement_timeout'], application: 'glossary-api' })
  })
})

describe('a client that is not one of Postgres', () => {
  it('finds no tunnel under a host that is not of this task', async () => {
    const { run, event } = await open()
    const answer = await run(`
      import ws from 'ws'
      const socket = new ws('wss://${neonHost}/v2', { headers: { host: 'ep-other-name-654321.us-east-1.aws.neon.tech' } })
      console.log(JSON.stringify(await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)))))`)
    expect(answer).toBe('Unexpected server response: 404')
    expect(await event('connection-stage', { stage: 'upgrade', outcome: 'failed' })).toMatchObject({
      reason: expect.stringContaining('ep-other-name') as string,
    })
  })

  it('that only connects is told after a moment, and when it goes', async () => {
    const { run, event } = await open()
    await run(`
      import { connect } from 'node:net'
      const socket = connect(443, '${neonHost}')
      setTimeout(() => socket.end(() => console.log('0')), 500)`)
    expect(await event('connection-opened')).toMatchObject({ host: neonHost })
    await event('connection-closed', { by: 'client', clean: false, queries: 0 })
  })
})
