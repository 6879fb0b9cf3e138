import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locateBinaries, type SystemUser } from './embedded-binaries.ts'
import { guard, type Running, start, stopPostgres } from './embedded-process.ts'
import { prepareDatabase } from './server/prepare.ts'
import { hostBasedAuthentication, initdbArguments, serverArguments } from './server/settings.ts'
import type { StandInDatabase, StandInOptions } from './stand-in.ts'

const initdbWithinMs = 60_000
const readyWithinMs = 30_000
const portAttempts = 5
const address = '127.0.0.1'

/**
 * A real Postgres from the binaries in npm, without a container engine, on the loopback address and a free port. Its
 * data live below the temporary directory and go with it. Postgres refuses to run as root: started by root, it runs as nobody.
 */
export async function openEmbeddedDatabase(options: StandInOptions): Promise<StandInDatabase> {
  options.signal?.throwIfAborted()
  await using stack = new AsyncDisposableStack()
  const user = await unprivilegedUser()
  const directory = await mkdtemp(join(tmpdir(), 'ecs-preflight-postgres-'))
  stack.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))
  const data = join(directory, 'data')
  const watcher = guard(directory, data)
  stack.defer(() => watcher.dismiss())
  await chmod(directory, 0o755)

  const administratorPassword = randomBytes(18).toString('base64url')
  const binaries = await locateBinaries(directory, user)
  await initialize({ binaries, directory, data, user, administratorPassword, options })
  const { running, port } = await startOnFreePort({ binaries, directory, data, user })
  stack.defer(() => stopPostgres(running))
  options.signal?.throwIfAborted()
  const { version } = await prepareDatabase({ host: address, port, administratorPassword }, options)
  options.signal?.throwIfAborted()

  const held = stack.move()
  return {
    host: address,
    port,
    version,
    description: `PostgreSQL ${version} (embedded)`,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

interface Place {
  readonly binaries: string
  readonly directory: string
  readonly data: string
  readonly user: SystemUser | undefined
}

async function initialize(place: Place & { administratorPassword: string; options: StandInOptions }): Promise<void> {
  const { binaries, directory, data, user, administratorPassword, options } = place
  const write = async (path: string, text: string) => {
    await writeFile(path, text, { mode: 0o600 })
    if (user !== undefined) await chown(path, user.uid, user.gid)
  }
  await mkdir(data, { mode: 0o700 })
  if (user !== undefined) await chown(data, user.uid, user.gid)
  const passwordFile = join(directory, 'administrator-password')
  await write(passwordFile, administratorPassword)
  const initdb = start(
    join(binaries, 'bin', 'initdb'),
    [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...initdbArguments],
    user,
    directory,
  )
  const abort = () => initdb.child.kill('SIGTERM')
  options.signal?.addEventListener('abort', abort)
  const timer = setTimeout(abort, initdbWithinMs)
  const code = await initdb.ended
  clearTimeout(timer)
  options.signal?.removeEventListener('abort', abort)
  options.signal?.throwIfAborted()
  if (code !== 0) throw new Error(`Postgres could not set up its data directory (initdb ended with ${code}): ${initdb.output()}`)
  await rm(passwordFile)
  await write(join(data, 'pg_hba.conf'), hostBasedAuthentication)
  await write(join(data, 'server.crt'), options.certificate.certificatePem)
  await write(join(data, 'server.key'), options.certificate.keyPem)
}

async function startOnFreePort(place: Place): Promise<{ running: Running; port: number }> {
  const { binaries, directory, data, user } = place
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const here = { listen_addresses: address, port: String(port), unix_socket_directories: '', ssl: 'on' }
    const running = start(join(binaries, 'bin', 'postgres'), ['-D', data, ...serverArguments(), ...serverArguments(here)], user, directory)
    try {
      await running.said(/ready to accept connections/u, readyWithinMs)
      return { running, port }
    } catch (cause) {
      await stopPostgres(running)
      // Between the choice of a port and its use another program may have taken it.
      if (attempt < portAttempts && /could not bind|Address already in use/u.test(running.output())) continue
      throw new Error(`Postgres did not start: ${running.output()}`, { cause })
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, address, resolve)
  })
  const bound = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (bound === null || typeof bound === 'string') throw new Error(`no free port on ${address}`)
  return bound.port
}

/** Who runs Postgres: the caller, or nobody when the caller is root. Postgres looks its user up, so it must be in /etc/passwd. */
async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const entry = /^nobody:[^:]*:(\d+):(\d+):/mu.exec(await readFile('/etc/passwd', 'utf8'))
  if (entry === null) throw new Error('Postgres does not run as root, and /etc/passwd has no user "nobody" to run it as')
  return { uid: Number(entry[1]), gid: Number(entry[2]) }
}
