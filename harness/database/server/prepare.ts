import { Client, type ClientConfig } from 'pg'
import type { StandInOptions } from '../stand-in.ts'
import { databaseStatement, roleStatements } from './roles.ts'
import { loadSchema } from './schema.ts'
import { administrator } from './settings.ts'

const connectWithinMs = 10_000

/**
 * Turns a fresh server into the stand-in: the connection string's user and database, then the schema, loaded as that user.
 * `administratorPassword` is the one `initdb` was given. Throws SchemaError where the schema is refused.
 */
export async function prepareDatabase(
  server: { readonly host: string; readonly port: number; readonly administratorPassword: string },
  options: Pick<StandInOptions, 'user' | 'password' | 'database' | 'schema'>,
): Promise<{ readonly version: string }> {
  const { host, port } = server
  const asAdministrator = { host, port, user: administrator, password: server.administratorPassword, database: 'postgres' }
  const version = await withClient(asAdministrator, async (client) => {
    for (const statement of roleStatements(options.user, options.password.reveal())) await client.query(statement)
    await client.query(databaseStatement(options.database, options.user))
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    // Distributions add their own words after the number.
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown'
  })
  if (options.schema.length > 0) {
    const asUser = { host, port, user: options.user, password: options.password.reveal(), database: options.database }
    await withClient(asUser, (client) => loadSchema(client, options.schema))
  }
  return { version }
}

async function withClient<Result>(config: ClientConfig, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ ...config, connectionTimeoutMillis: connectWithinMs, application_name: 'ecs-preflight' })
  // Without a listener a server that goes away would end this process; the query in flight fails on its own.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
