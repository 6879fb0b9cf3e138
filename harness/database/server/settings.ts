/** The first superuser. Named as on Neon, so that no name of a connection string is taken, `postgres` included. */
export const administrator = 'cloud_admin'

/** The server's settings: nothing of it outlives the run, so nothing has to reach the disk. */
const serverSettings: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  password_encryption: 'scram-sha-256',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // A statement holds literals, and a statement that makes a role holds its password: none is ever logged.
  log_statement: 'none',
  log_min_error_statement: 'panic',
}

/** The settings as arguments of `postgres`. */
export function serverArguments(settings: Readonly<Record<string, string>> = serverSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * Arguments of `initdb`. The collation is Postgres' own C.UTF-8: it is the same on every machine, whatever locales are
 * installed there.
 */
export const initdbArguments: readonly string[] = [
  `--username=${administrator}`,
  '--encoding=UTF8',
  '--no-locale',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--no-sync',
  '--no-instructions',
]

/**
 * pg_hba.conf. Through TLS a password is proved by SCRAM, as every hosted Postgres does it. Without TLS it comes in clear:
 * that side is for the gateway, whose WebSocket tunnel carries clear passwords because Neon's driver sends nothing else.
 */
export const hostBasedAuthentication = ['hostssl all all all scram-sha-256', 'hostnossl all all all password', ''].join('\n')
