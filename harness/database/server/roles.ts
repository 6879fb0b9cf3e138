import { escapeIdentifier, escapeLiteral } from 'pg'
import { administrator } from './settings.ts'

const group = 'neon_superuser'

/** Rights that Neon gives its users and their group; RDS' master user has much the same. Never superuser. */
const rights = 'CREATEDB CREATEROLE BYPASSRLS REPLICATION'

/**
 * Makes the connection string's user, as Neon makes it. `password` is the plain one; the server stores it as SCRAM.
 * Run as the administrator.
 */
export function roleStatements(user: string, password: string): readonly string[] {
  if (user === administrator || user === group)
    throw new Error(`the connection string's user cannot be "${user}": the stand-in needs that name itself`)
  return [
    `CREATE ROLE ${group} NOLOGIN ${rights}`,
    `GRANT pg_read_all_data, pg_write_all_data TO ${group} WITH ADMIN OPTION`,
    `CREATE ROLE ${escapeIdentifier(user)} LOGIN ${rights} IN ROLE ${group} PASSWORD ${escapeLiteral(password)}`,
  ]
}

/** Makes the database, or hands over the one that `initdb` has made. Run as the administrator, outside a transaction. */
export function databaseStatement(database: string, user: string): string {
  const [name, owner] = [escapeIdentifier(database), escapeIdentifier(user)]
  return database === 'postgres' ? `ALTER DATABASE ${name} OWNER TO ${owner}` : `CREATE DATABASE ${name} OWNER ${owner}`
}
