import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { certificateNames } from '../../harness/connection-string/connection-string.ts'
import { openEmbeddedDatabase } from '../../harness/database/embedded.ts'
import type { StandInDatabase } from '../../harness/database/stand-in.ts'
import { type Authority, createAuthority } from '../../harness/gateway/certificate-authority.ts'
import { type Fault, type Gateway, type GatewayConfiguration, type HostRule, openGateway } from '../../harness/gateway/gateway.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import type { Happening } from '../../harness/timeline/event.ts'

export const neonHost = 'ep-cool-name-123456.us-east-1.aws.neon.tech'
export const rdsHost = 'prod.abcdef.us-east-1.rds.amazonaws.com'
export const password = 'synthetic-Pa55word'
export const neonUrl = `postgresql://app_owner:${password}@${neonHost}/glossary?sslmode=require`

const rules: readonly HostRule[] = [{ host: neonHost, neon: true, plaintext: false }]

export interface Fixture extends AsyncDisposable {
  readonly gateway: Gateway
  readonly database: StandInDatabase
  readonly authority: Authority
  readonly events: Happening[]
  /** Runs a program as a client in a process of its own; its last line, parsed. */
  readonly run: (program: string, options?: { trusted?: boolean; env?: Record<string, string> }) => Promise<unknown>
  /** Waits for an event. */
  readonly event: <Type extends Happening['type']>(
    type: Type,
    like?: Partial<Extract<Happening, { type: Type }>>,
  ) => Promise<Extract<Happening, { type: Type }>>
}

/** A gateway before a real Postgres, and clients that know nothing of either. */
export async function openFixture(
  options: { hosts?: readonly HostRule[]; faults?: readonly Fault[]; schema?: string; listen?: GatewayConfiguration['listen'] } = {},
): Promise<Fixture> {
  await using stack = new AsyncDisposableStack()
  const hosts = options.hosts ?? rules
  const names = hosts.flatMap((rule) => certificateNames(rule))
  const authority = await createAuthority()
  const certificate = await authority.issue(names)
  const schema = [
    {
      name: 'schema.sql',
      sql: options.schema ?? "create table terms (id int primary key, name text); insert into terms values (1, 'machine learning')",
    },
  ]
  const database = stack.use(
    await openEmbeddedDatabase({ user: 'app_owner', password: new Sensitive(password), database: 'glossary', schema, certificate }),
  )
  const events: Happening[] = []
  const listen = options.listen ?? { address: '127.0.0.1', tlsPort: 0, postgresPort: 0 }
  const upstream = { host: database.host, port: database.port }
  const gateway = stack.use(
    await openGateway({ listen, upstream, hosts, certificate, faults: options.faults ?? [] }, (happening) => void events.push(happening)),
  )
  const directory = await mkdtemp(join(tmpdir(), 'gateway-test-'))
  stack.defer(() => rm(directory, { recursive: true }))
  await writeFile(join(directory, 'ca.pem'), authority.certificatePem)

  const held = stack.move()
  return {
    gateway,
    database,
    authority,
    events,
    async run(program, { trusted = true, env = {} } = {}) {
      const preload = fileURLToPath(new URL('redirect.mjs', import.meta.url))
      const child = spawn(process.execPath, ['--import', preload, '--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: neonUrl,
          GATEWAY_HOSTS: names.join(','),
          GATEWAY_TLS_PORT: String(gateway.tlsPort),
          GATEWAY_POSTGRES_PORT: String(gateway.postgresPort),
          ...(trusted ? { NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem') } : {}),
          ...env,
        },
      })
      let output = ''
      let errors = ''
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      const timer = setTimeout(() => child.kill('SIGKILL'), 40_000)
      const code = await new Promise((resolve) => child.once('close', resolve))
      clearTimeout(timer)
      const last = output.trim().split('\n').at(-1) ?? ''
      try {
        return JSON.parse(last) as unknown
      } catch {
        throw new Error(`the client ended with ${String(code)}\n${output}\n${errors}`)
      }
    },
    async event(type, like = {}) {
      const deadline = Date.now() + 10_000
      for (;;) {
        const found = events.find(
          (each) => each.type === type && Object.entries(like).every(([name, value]) => (each as Record<string, unknown>)[name] === value),
        )
        if (found !== undefined) return found as never
        if (Date.now() > deadline) throw new Error(`no ${type} ${JSON.stringify(like)} among ${JSON.stringify(events, undefined, 1)}`)
        await delay(10)
      }
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** The stages of a connection as `tls ok`, in their order. */
export function stages(events: readonly Happening[], connection = 1): readonly string[] {
  return events.flatMap((each) =>
    each.type === 'connection-stage' && each.connection === connection ? [`${each.stage} ${each.outcome}`] : [],
  )
}

/** The beginning of a client that uses Neon's driver as the documentation says. */
export const neonPool = `
  import { Client, neon, neonConfig, Pool } from '@neondatabase/serverless'
  import ws from 'ws'
  neonConfig.webSocketConstructor = ws
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 10000 })
  const tell = (value) => console.log(JSON.stringify(value))
  const told = (error) => ({ name: error.constructor.name, message: error.message, code: error.code })
`
