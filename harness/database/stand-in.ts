import type { Sensitive } from '../sensitive/sensitive.ts'

/** What a database has to look like from outside so that it can stand in for the real one. */
export interface StandInOptions {
  /** User, password and database name as in the connection string. */
  readonly user: string
  readonly password: Sensitive
  readonly database: string
  /** Files of SQL, run in this order as that user. */
  readonly schema: readonly { readonly name: string; readonly sql: string }[]
  /** The same as the gateway's: SCRAM's channel binding is a hash of it. PEM. */
  readonly certificate: { readonly certificatePem: string; readonly keyPem: string }
  readonly signal?: AbortSignal
}

/** A running database. Disposing it ends it and removes what it wrote. */
export interface StandInDatabase extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** As the server says it: `17.10`. */
  readonly version: string
  /** For the report: `PostgreSQL 17.10 (embedded)`. */
  readonly description: string
}
