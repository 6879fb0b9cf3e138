import { neonConfig, Pool } from '@neondatabase/serverless'
import { WebSocket } from 'ws'
import { describeFailure } from './failure.ts'

// The driver speaks Postgres through a WebSocket; without a constructor it would depend on the one Node happens to have.
neonConfig.webSocketConstructor = WebSocket

/** Runs one SQL statement with its parameters and gives the rows. */
export type Query = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>

export interface Database {
  readonly query: Query
  /** Ends the pool: running queries finish, idle connections are closed. */
  readonly close: () => Promise<void>
}

/** Opens a pool. No connection is made before the first query. */
export function openDatabase(url: string): Database {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000, max: 10 })
  // An idle connection that breaks is replaced by the next query; unhandled, its event would end the process.
  pool.on('error', (failure: unknown) => console.error(`idle database connection lost: ${describeFailure(failure)}`))
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      const { rows } = await pool.query(sql, [...parameters])
      return rows as Row[]
    },
    close: () => pool.end(),
  }
}

/** Makes the first connection ahead of the first request and logs how long it took. A failure is logged, too: /health tells the rest. */
export async function warmUp(query: Query): Promise<void> {
  const start = performance.now()
  try {
    await query('SELECT 1')
    console.log(`database ready in ${elapsedMs(start)} ms`)
  } catch (failure) {
    console.error(`database not ready after ${elapsedMs(start)} ms: ${describeFailure(failure)}`)
  }
}

export function elapsedMs(start: number): number {
  return Math.round(performance.now() - start)
}
