import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openEmbeddedDatabase } from '../../harness/database/embedded.ts'
import { SchemaError } from '../../harness/database/server/schema.ts'
import type { StandInDatabase, StandInOptions } from '../../harness/database/stand-in.ts'
import { createAuthority } from '../../harness/gateway/certificate-authority.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'

const host = 'ep-cool-name-123456.us-east-1.aws.neon.tech'
const authority = await createAuthority()
const options: StandInOptions = {
  user: 'app "owner"',
  password: new Sensitive("synthetic-pa'ss"),
  database: 'Glossary',
  schema: [{ name: 'schema.sql', sql: 'create table terms (id int primary key, name text);\ninsert into terms values (1, $$a;b$$);' }],
  certificate: await authority.issue([host]),
}

// A temporary directory of its own, so that what other tests do at the same time is not mistaken for a trace.
const ownDirectory = mkdtempSync(join(tmpdir(), 'embedded-test-'))
chmodSync(ownDirectory, 0o755)

let database: StandInDatabase
beforeAll(async () => {
  vi.stubEnv('TMPDIR', ownDirectory)
  database = await openEmbeddedDatabase(options)
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
  rmSync(ownDirectory, { recursive: true })
})

async function query(sql: string, extra: ClientConfig = {}): Promise<Record<string, unknown>[]> {
  const client = new Client({
    host: database.host,
    port: database.port,
    user: options.user,
    password: options.password.reveal(),
    database: options.database,
    ...extra,
  })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('an embedded database', () => {
  it('says what it is', () => {
    expect(database.version).toMatch(/^17\.\d+$/u)
    expect(database.description).toBe(`PostgreSQL ${database.version} (embedded)`)
  })

  it('has the schema, owned by the user of the connection string', async () => {
    const rows = await query("select name, (select tableowner from pg_tables where tablename = 'terms') as owner from terms")
    expect(rows).toEqual([{ name: 'a;b', owner: options.user }])
  })

  it("gives that user Neon's rights and never a superuser's", async () => {
    const rows = await query('select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user')
    expect(rows).toEqual([{ rolsuper: false, rolcreatedb: true, rolcreaterole: true, rolbypassrls: true }])
    await expect(query("copy (select 1) to program 'true'")).rejects.toMatchObject({ code: '42501' })
    await query('create table mine (id int); create extension pgcrypto; drop table mine')
  })

  it('judges passwords itself, with TLS and without', async () => {
    const ssl = { ca: authority.certificatePem, servername: host }
    await expect(query('select 1 as one', { ssl })).resolves.toEqual([{ one: 1 }])
    await expect(query('select 1', { password: 'wrong', ssl })).rejects.toMatchObject({ code: '28P01' })
    await expect(query('select 1', { password: 'wrong' })).rejects.toMatchObject({ code: '28P01' })
    await expect(query('select 1', { database: 'absent' })).rejects.toMatchObject({ code: '3D000' })
  })
})

describe('a schema that is refused', () => {
  it.each([
    [
      'select 1;\n\ncreate table x (id int,\n  name txt);',
      { name: 'SchemaError', line: 4, column: 8, message: 'broken.sql:4:8 type "txt" does not exist', notAvailableLocally: false },
    ],
    ['create table x (id int primary key);\ninsert into x values (1);\n\ninsert into x values (1);', { line: 4, sqlState: '23505' }],
    [
      'create extension "vector"',
      { line: 1, notAvailableLocally: true, message: expect.stringContaining('extension "vector" is not available locally') as string },
    ],
  ])('is told with file and line, and nothing remains: %j', async (sql, error) => {
    const before = traces()
    const opened = openEmbeddedDatabase({ ...options, schema: [{ name: 'broken.sql', sql }] })
    await expect(opened).rejects.toBeInstanceOf(SchemaError)
    await expect(opened).rejects.toMatchObject(error)
    expect(traces()).toEqual(before)
  })
})

it('a run that is broken off while its database starts leaves nothing behind', async () => {
  const before = traces()
  await expect(openEmbeddedDatabase({ ...options, signal: AbortSignal.timeout(150) })).rejects.toThrow(/aborted/u)
  expect(traces()).toEqual(before)
})

it('a harness that is killed takes its database with it', async () => {
  const before = traces()
  const { child } = await embeddedProgram("console.log('ready'); setInterval(() => database.port, 1000)", 'ready')
  expect(traces()).not.toEqual(before)
  child.kill('SIGKILL')
  await once(child, 'close')
  const deadline = Date.now() + 10_000
  while (JSON.stringify(traces()) !== JSON.stringify(before) && Date.now() < deadline) await delay(50)
  expect(traces()).toEqual(before)
})

it('a program that has nothing else to do still waits until its database is gone', async () => {
  const before = traces()
  const { code } = await embeddedProgram("await database[Symbol.asyncDispose](); console.log('ready')")
  expect(code).toBe(0)
  expect(traces()).toEqual(before)
})

it('disposing ends the server and removes its directory', async () => {
  const before = traces()
  const other = await openEmbeddedDatabase({ ...options, schema: [] })
  expect(traces().length).toBeGreaterThan(before.length)
  await other[Symbol.asyncDispose]()
  expect(traces()).toEqual(before)
})

/** A process of its own that opens a database and goes on with `then`; resolves when it is ready, or has ended. */
async function embeddedProgram(then: string, until: 'ready' | 'ended' = 'ended'): Promise<{ child: ChildProcess; code: number | null }> {
  const program = `
    import { openEmbeddedDatabase } from '${new URL('../../harness/database/embedded.ts', import.meta.url).href}'
    import { Sensitive } from '${new URL('../../harness/sensitive/sensitive.ts', import.meta.url).href}'
    const certificate = ${JSON.stringify(options.certificate)}
    const database = await openEmbeddedDatabase({ user: 'u', password: new Sensitive('synthetic'), database: 'd', schema: [], certificate })
    ${then}`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await (until === 'ready' ? once(child.stdout, 'data') : once(child, 'close'))
  return { child, code: child.exitCode }
}

/** Directories and servers of ours that are there now. */
function traces(): readonly string[] {
  const directories = readdirSync(ownDirectory)
  const servers = readdirSync('/proc').filter((pid) => /^\d+$/u.test(pid) && commandOf(pid).includes(ownDirectory))
  return [...directories, ...servers].sort()
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
