import { Trouble } from '../findings/trouble.ts'
import { within } from '../waiting/within.ts'
import type { StandInDatabase, StandInOptions } from './stand-in.ts'
import { administrator, hostBasedAuthentication, initdbArguments, serverArguments } from './server/settings.ts'
import { databaseStatement, roleStatements } from './server/roles.ts'

export interface ContainerPlace {
  readonly image: string
  /** The network of the gateway's ordinary leg. */
  readonly network: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

const startsWithinMs = 90_000
const removedWithinMs = 15_000
const directory = '/etc/ecs-preflight-postgres'

/** A real Postgres in a container beside the task, reached by its address on the gateway's own network. */
export async function openContainerDatabase(options: StandInOptions, place: ContainerPlace): Promise<StandInDatabase> {
  // Its own sweeper would need an image more; ours goes by labels.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
  const [{ PostgreSqlContainer }, { Wait }] = await Promise.all([import('@testcontainers/postgresql'), import('testcontainers')])
  const files = [
    // The image's own entry point comes through the socket, which nobody outside the container can reach.
    { content: `local all all trust\n${hostBasedAuthentication}`, target: `${directory}/pg_hba.conf`, mode: 0o644 },
    { content: options.certificate.certificatePem, target: `${directory}/server.crt`, mode: 0o644 },
    { content: options.certificate.keyPem, target: `${directory}/server.key`, mode: 0o600 },
    // Run by the image's own entry point against a server that nobody else reaches yet.
    { content: setupScript(options), target: '/docker-entrypoint-initdb.d/10-stand-in.sh', mode: 0o755 },
    ...options.schema.map(({ sql }, index) => ({ content: sql, target: `${directory}/schema-${index}.sql`, mode: 0o644 })),
  ]
  const settings = { hba_file: `${directory}/pg_hba.conf`, ssl: 'on', ssl_cert_file: '/tmp/server.crt', ssl_key_file: '/tmp/server.key' }
  options.signal?.throwIfAborted()
  const starting = new PostgreSqlContainer(place.image)
    .withName(place.name)
    .withLabels({ ...place.labels })
    .withNetworkMode(place.network)
    .withUsername(administrator)
    .withDatabase('postgres')
    .withPassword(options.password.reveal())
    .withEnvironment({
      POSTGRES_INITDB_ARGS: initdbArguments
        .filter((argument) => !argument.startsWith('--username') && !argument.startsWith('--auth'))
        .join(' '),
    })
    .withTmpFs({ '/var/lib/postgresql/data': 'rw' })
    .withCopyContentToContainer(files)
    // The key has to belong to the user that runs the server, whose number differs from image to image.
    .withEntrypoint([
      'sh',
      '-c',
      `cp ${directory}/server.* /tmp/ && chown postgres /tmp/server.* && chmod 600 /tmp/server.key && exec docker-entrypoint.sh "$@"`,
      'sh',
    ])
    .withCommand(['postgres', ...serverArguments(), ...serverArguments(settings)])
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .withStartupTimeout(startsWithinMs)
    .start()
  starting.catch(() => undefined)
  try {
    const container = await within(startsWithinMs + 10_000, 'the start of the Postgres container', starting)
    return {
      host: container.getIpAddress(networkName(container.getNetworkNames())),
      port: 5432,
      ...(await describe(container, place.image)),
      async [Symbol.asyncDispose]() {
        await within(
          removedWithinMs,
          'the removal of the Postgres container',
          container.stop({ timeout: 0, remove: true, removeVolumes: true }),
        )
      },
    }
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(
      'database',
      `the database's stand-in "${place.image}" did not start (${reason}): name another image under databases[].image, or a mirror under "mirrors"`,
      { cause },
    )
  }
}

function networkName(names: readonly string[]): string {
  const [name] = names
  if (name === undefined) throw new Trouble('engine', 'the Postgres container is in no network: try again')
  return name
}

async function describe(
  container: { exec(command: string[]): Promise<{ output: string }> },
  image: string,
): Promise<Pick<StandInDatabase, 'version' | 'description'>> {
  const { output } = await container.exec(['postgres', '--version'])
  const version = /\d+(?:\.\d+)*/.exec(output)?.[0] ?? 'unknown'
  return { version, description: `PostgreSQL ${version} (${image})` }
}

/** Makes role and database as on Neon, then loads the schema as that user, so that the tables are its own. */
function setupScript({ user, password, database, schema }: StandInOptions): string {
  const statements = [...roleStatements(user, password.reveal()), databaseStatement(database, user)]
  return [
    '#!/bin/sh',
    'set -e',
    'export PGOPTIONS="-c client_min_messages=warning"',
    ...statements.map(
      (statement) =>
        `psql -q -v ON_ERROR_STOP=1 --username ${administrator} --dbname postgres <<'ECS_PREFLIGHT_SQL'\n${statement};\nECS_PREFLIGHT_SQL`,
    ),
    ...schema.map(
      (_, index) =>
        `(echo 'SET SESSION AUTHORIZATION ${quoted(user)};'; cat ${directory}/schema-${index}.sql) | psql -q -v ON_ERROR_STOP=1 --username ${administrator} --dbname ${shellQuoted(database)}`,
    ),
    '',
  ].join('\n')
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll("'", `'"'"'`)}"`
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
