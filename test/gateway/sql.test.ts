import { afterEach, describe, expect, it } from 'vitest'
import { fromPostgresText, toPostgresText } from '../../harness/gateway/sql/values.ts'
import { type Fixture, neonHost, neonPool, neonUrl, openFixture, password, stages } from './fixture.ts'

let fixture: Fixture | undefined
afterEach(() => fixture?.[Symbol.asyncDispose]())
const open = async (...given: Parameters<typeof openFixture>) => (fixture = await openFixture(...given))

const neonHttp = `${neonPool}
  const sql = neon(process.env.DATABASE_URL)
`

describe('the HTTP queries of Neon', () => {
  it('are answered with typed rows, and every stage is told', async () => {
    const { run, events, event } = await open()
    const answer = await run(`${neonHttp}
      tell([await sql\`select name, id, now() > '2020-01-01' as later, array[1,2] as list from terms where id = \${1}\`,
        await sql.query('insert into terms values ($1, $2), ($3, $4)', [2, 'x', 3, null], { fullResults: true }).then(({ command, rowCount }) => ({ command, rowCount }))])`)
    expect(answer).toEqual([[{ name: 'machine learning', id: 1, later: true, list: [1, 2] }], { command: 'INSERT', rowCount: 2 }])
    expect(await event('connection-closed')).toMatchObject({ clean: true, user: 'app_owner', database: 'glossary' })
    expect(events[0]).toMatchObject({ type: 'connection-opened', host: neonHost })
    expect(stages(events)).toEqual(['tcp ok', 'tls ok', 'startup ok', 'authentication ok', 'database ok', 'query ok'])
    expect(await event('connection-stage', { stage: 'query' })).toMatchObject({ transport: 'neon-http' })
    expect(JSON.stringify(events)).not.toContain(password)
  })

  it('run a batch as one transaction with the isolation that was asked for', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp}
      const asked = [sql\`select current_setting('transaction_isolation') as level\`, sql\`select current_setting('transaction_read_only') as read\`, sql\`select current_setting('transaction_deferrable') as later\`]
      const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true }
      const failed = await sql.transaction([sql\`insert into terms values (9, 'lost')\`, sql\`select 1/0\`]).then(() => 'done', told)
      tell([await sql.transaction(asked, options), failed, await sql\`select count(*)::int as n from terms\`])`)
    expect(answer).toEqual([
      [[{ level: 'serializable' }], [{ read: 'on' }], [{ later: 'on' }]],
      { name: 'NeonDbError', message: 'division by zero', code: '22012' },
      [{ n: 1 }],
    ])
  })

  it('carry the fields of an error', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp}
      tell(await sql\`insert into terms values (1, 'again')\`.catch(({ code, constraint, table, schema, detail, severity, routine }) => ({ code, constraint, table, schema, detail, severity, routine })))`)
    expect(answer).toEqual({
      code: '23505',
      constraint: 'terms_pkey',
      table: 'terms',
      schema: 'public',
      detail: 'Key (id)=(1) already exists.',
      severity: 'ERROR',
      routine: '_bt_check_unique',
    })
  })

  it('are refused with a wrong password in the words of Neon', async () => {
    const { run, event } = await open()
    const env = { DATABASE_URL: neonUrl.replace(password, 'synthetic-wrong') }
    const answer = await run(`${neonHttp} tell(await sql\`select 1\`.catch(told))`, { env })
    expect(answer).toEqual({ name: 'NeonDbError', message: "password authentication failed for user 'app_owner'" })
    expect(await event('connection-stage', { stage: 'authentication', outcome: 'failed' })).toMatchObject({ sqlState: '28P01' })
  })

  it('take one statement each', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp} tell(await sql.query('select 1; select 2').catch(told))`)
    expect(answer).toMatchObject({ code: '42601', message: 'cannot insert multiple commands into a prepared statement' })
  })

  it('that ask or answer more than 10 MiB are refused', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp}
      const answers = await sql.query("select repeat('x', 11000000) as big").catch(told)
      const rows = await sql.query("select repeat('x', 1000000) as big from generate_series(1, 400)").catch(told)
      const asks = await sql.query('select length($1)', ['x'.repeat(11_000_000)]).catch(told)
      tell([answers.message, rows.message, asks.message, (await sql\`select 1 as alive\`)])`)
    expect(answer).toEqual([
      expect.stringMatching(/HTTP status 507.*response is too large \(max is 10485760 bytes\)/u),
      expect.stringMatching(/HTTP status 507/u),
      expect.stringMatching(/HTTP status 413/u),
      [{ alive: 1 }],
    ])
  })

  it('that the client breaks off are cancelled in Postgres', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp}
      const signal = AbortSignal.timeout(300)
      const first = await sql.query('select pg_sleep(30)', [], { fetchOptions: { signal } }).catch((error) => error.constructor.name)
      const busy = "select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid() and state = 'active'"
      let left = 1
      for (const end = Date.now() + 5000; left > 0 && Date.now() < end; ) left = (await sql.query(busy))[0].n
      tell([first, left])`)
    expect(answer).toEqual(['NeonDbError', 0])
  })

  it('keep nothing of one query for the next', async () => {
    const { run } = await open()
    const answer = await run(`${neonHttp}
      await sql\`set statement_timeout = '7s'\`
      tell(await sql\`show statement_timeout\`)`)
    expect(answer).toEqual([{ statement_timeout: '0' }])
  })

  it('of any other client may leave out the headers of the driver, and bad ones are told what is wrong', async () => {
    const { run } = await open()
    const answer = await run(`
      const ask = async (body, headers = { 'neon-connection-string': process.env.DATABASE_URL }, init = {}) => {
        const response = await fetch('https://api.us-east-1.aws.neon.tech/sql', { method: 'POST', body, headers, ...init })
        const text = await response.text()
        return [response.status, text === '' ? null : JSON.parse(text)]
      }
      const first = await ask(JSON.stringify({ query: 'select $1::int as n, $2::jsonb as j, $3::text[] as t, null as nothing', params: [7, { a: 1 }, ['x', 'y "z"']] }))
      console.log(JSON.stringify([first[0], first[1].rows, (await ask('{}'))[0], (await ask('not json'))[1].message, (await ask('{}', {}))[1].message,
        await ask(undefined, {}, { method: 'GET' }), (await ask(undefined, {}, { method: 'OPTIONS' }))[0]]))`)
    expect(answer).toEqual([
      200,
      [{ n: 7, j: { a: 1 }, t: ['x', 'y "z"'], nothing: null }],
      400,
      'the body is not a JSON object',
      'missing header `Neon-Connection-String`',
      [400, { message: 'query is not supported' }],
      200,
    ])
  })
})

describe('values of HTTP queries', () => {
  it.each([
    [null, null],
    ['text', 'text'],
    [1.5, '1.5'],
    [true, 'true'],
    [{ a: [1] }, '{"a":[1]}'],
    [[1, null, 'a"b\\', [true]], String.raw`{1,NULL,"a\"b\\",{true}}`],
  ])('%j is handed to Postgres as %j', (value, text) => {
    expect(toPostgresText(value)).toBe(text)
  })

  it.each([
    ['t', 16, true],
    ['9007199254740993', 20, '9007199254740993'],
    ['NaN', 701, 'NaN'],
    ['1.5', 700, 1.5],
    ['{"a":1}', 3802, { a: 1 }],
    [
      String.raw`{{a,NULL},{"b \"c\"","{}"}}`,
      1009,
      [
        ['a', null],
        ['b "c"', '{}'],
      ],
    ],
    ['{}', 1007, []],
    ['[0:1]={1,2}', 1007, [1, 2]],
    ['2026-01-01', 1082, '2026-01-01'],
  ])('%j of type %i is answered as %j', (text, type, value) => {
    expect(fromPostgresText(text, type)).toEqual(value)
  })
})
