import type { Pool, PoolClient } from 'pg'
import type { GatewayConfiguration } from '../configuration.ts'

/** Who asks, and with what start-up parameters that Neon passes on. */
export interface Identity {
  readonly user: string
  readonly password: string
  readonly database: string
  readonly application: string | undefined
  readonly options: string | undefined
}

const mostPerIdentity = 20
const connectWithinMs = 15_000

/** Connections for HTTP queries, kept for the next query of the same identity as Neon's proxy keeps them. */
export class Pools implements AsyncDisposable {
  readonly #upstream: GatewayConfiguration['upstream']
  readonly #pools = new Map<string, Promise<Pool>>()

  constructor(upstream: GatewayConfiguration['upstream']) {
    this.#upstream = upstream
  }

  /** A connection of this identity. A password that is wrong fails here, for it never shares a pool with the right one. */
  async take(identity: Identity): Promise<PoolClient> {
    const key = JSON.stringify(Object.values(identity))
    const known = this.#pools.get(key)
    const pool = known ?? this.#open(identity)
    if (known === undefined) this.#pools.set(key, pool)
    try {
      return await (await pool).connect()
    } catch (error) {
      // Guesses must not pile up.
      this.#pools.delete(key)
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pools = await Promise.all(this.#pools.values())
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.end()))
  }

  async #open(identity: Identity): Promise<Pool> {
    const { Pool } = await import('pg')
    const pool = new Pool({
      host: this.#upstream.host,
      port: this.#upstream.port,
      user: identity.user,
      password: identity.password,
      database: identity.database,
      ...(identity.application === undefined ? {} : { application_name: identity.application }),
      ...(identity.options === undefined ? {} : { options: identity.options }),
      max: mostPerIdentity,
      connectionTimeoutMillis: connectWithinMs,
      allowExitOnIdle: true,
    })
    // A server that goes away ends idle connections; whoever asks next is told.
    pool.on('error', () => undefined)
    return pool
  }
}
