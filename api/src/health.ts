import { elapsedMs, type Query } from './database.ts'
import { describeFailure } from './failure.ts'

export interface Health {
  readonly status: 'ok' | 'unavailable'
  readonly uptimeSeconds: number
  readonly database: { readonly status: 'ok' | 'unavailable'; readonly ms: number; readonly error?: string }
}

/**
 * Asks the database for one row.
 * @param withinMs how long the database may take; less than the health check's own timeout, so that the caller gets an answer with a reason
 */
export async function checkHealth(query: Query, withinMs = 5000): Promise<Health> {
  const start = performance.now()
  const uptimeSeconds = Math.round(process.uptime() * 10) / 10
  try {
    await within(withinMs, query('SELECT 1'))
    return { status: 'ok', uptimeSeconds, database: { status: 'ok', ms: elapsedMs(start) } }
  } catch (failure) {
    const database = { status: 'unavailable', ms: elapsedMs(start), error: describeFailure(failure) } as const
    return { status: 'unavailable', uptimeSeconds, database }
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
