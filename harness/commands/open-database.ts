import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Trouble } from '../findings/trouble.ts'
import type { Authority } from '../gateway/certificate-authority.ts'
import type { DatabasePlan } from '../plan/database.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { DockerRuntime } from '../runtime/docker/docker-runtime.ts'
import type { GatewayPlan } from '../runtime/runtime.ts'
import type { Loaded } from './load.ts'

/** The database's stand-in, running, and what the gateway in front of it needs. */
export interface OpenedDatabase extends AsyncDisposable {
  readonly gateway: GatewayPlan
  /** By variable. */
  readonly standIns: ReadonlyMap<string, { readonly version: string; readonly description: string }>
}

/** Starts the stand-in, with the certificate for the database's own names. Undefined for a task without a database. */
export async function openDatabase(
  plan: TaskPlan,
  authority: Authority,
  runtime: DockerRuntime,
  loaded: Loaded,
  signal: AbortSignal,
): Promise<OpenedDatabase | undefined> {
  const [database, ...more] = plan.databases
  if (database === undefined) return undefined
  if (more.length > 0)
    throw new Trouble(
      'words',
      'more than one entry under "databases" is not supported by this version: keep the one that the task needs to start',
    )
  const [{ openContainerDatabase }, schema, network] = await Promise.all([
    import('../database/container.ts'),
    schemaFiles(database, loaded),
    runtime.outNetwork(),
  ])
  const certificate = await authority.issue(database.names)
  const { user, password, database: name } = database.connection
  const tool = await runtime.prepareImage('database', { kind: 'present-or-pull', reference: database.image }, signal)
  if (tool.status === 'failed')
    throw new Trouble(
      'database',
      `the database's image "${database.image}" cannot be had (${tool.reason}): name another under databases[].image, or a mirror under "mirrors"`,
    )
  const standIn = await openContainerDatabase(
    { user, password, database: name, schema, certificate, signal },
    {
      image: database.image,
      network,
      name: `${runtime.prefix}-database`,
      labels: { ...runtime.labels, 'ecs-preflight.container': 'database' },
    },
  )
  return {
    gateway: { upstream: { host: standIn.host, port: standIn.port }, certificate },
    standIns: new Map([[database.variable, { version: standIn.version, description: standIn.description }]]),
    [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose](),
  }
}

/** A file, or the .sql files of a directory in the order of their names. */
async function schemaFiles({ schema }: DatabasePlan, { base }: Loaded): Promise<{ name: string; sql: string }[]> {
  if (schema === undefined) return []
  const path = resolve(base, schema)
  try {
    const names = (await stat(path)).isDirectory()
      ? (await readdir(path))
          .filter((name) => name.endsWith('.sql'))
          .toSorted()
          .map((name) => join(schema, name))
      : [schema]
    return await Promise.all(names.map(async (name) => ({ name, sql: await readFile(resolve(base, name), 'utf8') })))
  } catch (cause) {
    throw new Trouble('file', `the schema "${schema}" cannot be read: correct databases[].schema in preflight.yaml`, { cause })
  }
}
