import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Client, type ClientConfig } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readErrorResponse } from '../../harness/gateway/wire/error-response.ts'
import { sslRequestPacket, writeCancel, writeStartup } from '../../harness/gateway/wire/startup.ts'
import { type Fixture, neonHost, openFixture, password, rdsHost, stages } from './fixture.ts'

const protocol = 0x30000

let fixture: Fixture
let directory: string
beforeAll(async () => {
  fixture = await openFixture()
  directory = await mkdtemp(join(tmpdir(), 'postgres-port-test-'))
  await writeFile(join(directory, 'ca.pem'), fixture.authority.certificatePem)
})
afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})
/** Only what the test at hand causes is looked at. */
beforeEach(async () => {
  for (const each of fixture.events.filter((event) => event.type === 'connection-opened')) {
    await fixture.event('connection-closed', { connection: each.connection })
  }
  fixture.events.splice(0)
})

function client(more: ClientConfig = {}, on: Fixture = fixture): Client {
  const ssl = { ca: on.authority.certificatePem, servername: neonHost }
  const made = new Client({
    host: '127.0.0.1',
    port: on.gateway.postgresPort,
    user: 'app_owner',
    password,
    database: 'glossary',
    ssl,
    ...more,
  })
  made.on('error', () => undefined)
  return made
}

async function attempt(more: ClientConfig = {}, on: Fixture = fixture): Promise<string> {
  const made = client(more, on)
  try {
    await made.connect()
    await made.query('select 1')
    await made.end()
    return 'answered'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const lastStage = () => fixture.events.findLast((each) => each.type === 'connection-stage')

describe('Postgres on its own port', () => {
  it('answers pg with SCRAM, and every stage is told', async () => {
    expect(await attempt({ application_name: 'glossary-api' })).toBe('answered')
    const closed = await fixture.event('connection-closed')
    expect(closed).toMatchObject({ by: 'client', clean: true, queries: 1, application: 'glossary-api' })
    expect(stages(fixture.events, closed.connection)).toEqual([
      'tcp ok',
      'tls ok',
      'startup ok',
      'authentication ok',
      'database ok',
      'query ok',
    ])
    expect(fixture.events.find((each) => each.type === 'connection-opened')).toMatchObject({ host: neonHost, transport: 'postgres' })
    expect(JSON.stringify(fixture.events)).not.toContain(password)
  })

  it('offers channel binding, which passes through because both ends show one certificate', async () => {
    expect(await attempt({ enableChannelBinding: true })).toBe('answered')
  })

  it('refuses a wrong password and an absent database as Postgres does', async () => {
    expect(await attempt({ password: 'synthetic-wrong' })).toBe('password authentication failed for user "app_owner"')
    await fixture.event('connection-closed', { by: 'server' })
    expect(lastStage()).toMatchObject({ stage: 'authentication', outcome: 'failed', sqlState: '28P01' })
    expect(await attempt({ database: 'absent' })).toBe('database "absent" does not exist')
    await fixture.event('connection-stage', { stage: 'database', outcome: 'failed', sqlState: '3D000' })
  })

  it('drops the parameters that Neon drops', async () => {
    const made = client({ statement_timeout: 5000, options: '-c search_path=public' })
    await made.connect()
    expect((await made.query("select current_setting('statement_timeout') as t, current_setting('search_path') as s")).rows).toEqual([
      { t: '0', s: 'public' },
    ])
    await made.end()
    expect(await fixture.event('connection-closed')).toMatchObject({ droppedParameters: ['statement_timeout'] })
  })

  it('refuses a connection without TLS', async () => {
    expect(await attempt({ ssl: false })).toBe('connection is insecure (try using `sslmode=require`)')
    await fixture.event('connection-closed', { by: 'gateway' })
    expect(lastStage()).toMatchObject({ stage: 'startup', outcome: 'failed' })
  })

  it('wants to know the endpoint: by the name in TLS, or among the options', async () => {
    const ssl = { rejectUnauthorized: false, servername: '' }
    expect(await attempt({ ssl })).toMatch(/^Endpoint ID is not specified\./u)
    expect(await attempt({ ssl, options: 'endpoint=ep-cool-name-123456' })).toBe('answered')
    expect(await attempt({ ssl, options: 'endpoint=ep-other-1' })).toMatch(/no database of this task has the endpoint id ep-other-1/u)
    expect(await attempt({ options: 'endpoint=ep-other-1' })).toMatch(/^Inconsistent project name/u)
    expect(await attempt({ ssl: { rejectUnauthorized: false, servername: 'ep-strange.neon.tech' } })).toMatch(
      /no database of this task has the host ep-strange/u,
    )
  })

  it('hands LISTEN and NOTIFY through', async () => {
    const [hears, says] = [client(), client()]
    await Promise.all([hears.connect(), says.connect()])
    await hears.query('listen news')
    const heard = once(hears, 'notification') as Promise<[{ payload?: string }]>
    await says.query("notify news, 'hello'")
    expect((await heard)[0].payload).toBe('hello')
    await Promise.all([hears.end(), says.end()])
  })

  it('hands a request to cancel on, which is no connection of its own', async () => {
    const made = client()
    await made.connect()
    const { processID, secretKey } = made as unknown as { processID: number; secretKey: number }
    const sleeping = made.query('select pg_sleep(30)').then(
      () => 'slept',
      (error: Error) => error.message,
    )
    const socket = connect(fixture.gateway.postgresPort, '127.0.0.1')
    socket.end(writeCancel(processID, secretKey))
    await once(socket, 'close')
    expect(await sleeping).toBe('canceling statement due to user request')
    await made.end()
    await fixture.event('connection-closed')
    expect(fixture.events.filter((each) => each.type === 'connection-opened')).toHaveLength(1)
  })

  it('declines GSS encryption, and then takes TLS', async () => {
    const socket = connect(fixture.gateway.postgresPort, '127.0.0.1')
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30]))
    expect(await firstBytes(socket)).toBe('N')
    socket.write(sslRequestPacket)
    expect(await firstBytes(socket)).toBe('S')
    const secure = connectTls({ socket, ca: fixture.authority.certificatePem, servername: neonHost })
    expect(await startUp(secure)).toBe('R')
    secure.destroy()
  })

  it('takes TLS at once, without a request for it', async () => {
    const secure = connectTls({
      host: '127.0.0.1',
      port: fixture.gateway.postgresPort,
      ca: fixture.authority.certificatePem,
      servername: neonHost,
      ALPNProtocols: ['postgresql'],
    })
    expect(await startUp(secure)).toBe('R')
    expect(secure.alpnProtocol).toBe('postgresql')
    secure.destroy()
  })

  it('breaks off when words in clear follow the request for TLS', async () => {
    const socket = connect(fixture.gateway.postgresPort, '127.0.0.1')
    socket.write(Buffer.concat([sslRequestPacket, writeStartup(protocol, new Map([['user', 'intruder']]))]))
    socket.resume()
    await once(socket, 'close')
    expect(socket.bytesRead).toBe(0)
  })

  it('tells a client that does not trust the authority', async () => {
    expect(await attempt({ ssl: { servername: neonHost } })).toMatch(/certificate/u)
    expect(await fixture.event('connection-stage', { stage: 'tls', outcome: 'failed' })).toMatchObject({
      reason: expect.stringContaining('trust') as string,
    })
  })
})

describe('a database host that is not of Neon', () => {
  it('keeps every parameter, and takes a connection without TLS where the connection string asks for one', async () => {
    await using rds = await openFixture({ hosts: [{ host: rdsHost, neon: false, plaintext: true }] })
    const ssl = { ca: rds.authority.certificatePem, servername: rdsHost }
    const made = client({ ssl, statement_timeout: 5000 }, rds)
    await made.connect()
    expect((await made.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '5s' }])
    await made.end()
    expect(await attempt({ ssl: false }, rds)).toBe('answered')
    expect(await attempt({ ssl: false, password: 'synthetic-wrong' }, rds)).toBe('password authentication failed for user "app_owner"')
    expect(await attempt({ ssl: { rejectUnauthorized: false, servername: '' } }, rds)).toBe('answered')
    await rds.event('connection-opened', { connection: 4 })
    expect(new Set(rds.events.flatMap((each) => (each.type === 'connection-opened' ? [each.host] : [])))).toEqual(new Set([rdsHost]))
  })

  it('refuses a connection without TLS where nothing asks for one, and has no tunnel', async () => {
    await using rds = await openFixture({ hosts: [{ host: rdsHost, neon: false, plaintext: false }] })
    expect(await attempt({ ssl: false }, rds)).toBe('no pg_hba.conf entry for this host, no encryption')
    const answer = await rds.run(`
      import ws from 'ws'
      const socket = new ws('wss://${rdsHost}/v2')
      console.log(JSON.stringify(await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)))))`)
    expect(answer).toBe('Unexpected server response: 404')
  })
})

/** Not a dependency: the machine may have it. */
const program = 'psql'
const hasPsql = spawnSync(program, ['--version']).status === 0

describe.skipIf(!hasPsql)('psql, where it is installed', () => {
  const psql = (parameters: string) =>
    new Promise<string>((resolve) => {
      const url = `host=${neonHost} hostaddr=127.0.0.1 port=${fixture.gateway.postgresPort} user=app_owner dbname=glossary ${parameters}`
      execFile(
        program,
        ['-X', '-A', '-t', url, '-c', 'select name from terms'],
        { env: { PATH: process.env['PATH'], PGPASSWORD: password }, timeout: 20_000 },
        (_error, output, errors) => resolve(`${output}${errors}`.trim()),
      )
    })

  it.each(['sslmode=require', 'sslmode=require channel_binding=require', 'sslmode=prefer gssencmode=disable'])(
    'connects with %s',
    async (parameters) => {
      expect(await psql(parameters)).toBe('machine learning')
    },
  )

  it('verifies the certificate by its name', async () => {
    expect(await psql(`sslmode=verify-full sslrootcert=${join(directory, 'ca.pem')}`)).toBe('machine learning')
  })

  it('that trusts another authority is told as such', async () => {
    const other = await openAuthorityFile()
    expect(await psql(`sslmode=verify-full sslrootcert=${other}`)).toMatch(/certificate verify failed/u)
    expect(await fixture.event('connection-stage', { stage: 'tls', outcome: 'failed' })).toMatchObject({
      reason: 'the client did not trust the certificate: it does not know the authority that made it',
    })
  })

  it('without TLS is refused', async () => {
    expect(await psql('sslmode=disable')).toMatch(/connection is insecure/u)
  })
})

async function openAuthorityFile(): Promise<string> {
  const { createAuthority } = await import('../../harness/gateway/certificate-authority.ts')
  const path = join(directory, 'other.pem')
  await writeFile(path, (await createAuthority()).certificatePem)
  return path
}

async function firstBytes(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(5000) })) as [Buffer]
  return chunk.toString('latin1')
}

/** The type of the first answer to a startup packet; the message of an error. */
async function startUp(socket: TLSSocket): Promise<string> {
  await once(socket, 'secureConnect', { signal: AbortSignal.timeout(5000) })
  socket.write(
    writeStartup(
      protocol,
      new Map([
        ['user', 'app_owner'],
        ['database', 'glossary'],
      ]),
    ),
  )
  const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(5000) })) as [Buffer]
  return chunk[0] === 0x45 ? readErrorResponse(chunk.subarray(5)).message : chunk.toString('latin1', 0, 1)
}
