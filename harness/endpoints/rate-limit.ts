import type { Answer, Asked } from './http-server.ts'

/** The agent's defaults: a steady rate for each client and path, and how far a burst may go beyond it. */
export const agentRate: RateLimit = { perSecond: 40, burst: 60 }

export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

export interface RateLimiter {
  /** Nothing while the request may pass, else the refusal. */
  refuse(asked: Asked): Answer | undefined
  /** What the agent adds to every answer, refused or not. */
  headers(asked: Asked): Readonly<Record<string, string>>
}

/**
 * A token bucket for each remote address and path, full at first (ECS's task metadata throttling: 40 a second, bursts
 * of 60). `now` tells milliseconds.
 */
export function rateLimiter({ perSecond, burst }: RateLimit, now: () => number = () => performance.now()): RateLimiter {
  const buckets = new Map<string, { tokens: number; filledAtMs: number }>()
  return {
    refuse(asked) {
      const key = `${asked.remoteAddress}|${asked.path}`
      const atMs = now()
      if (buckets.size > maxBuckets) forgetFull(buckets, atMs, { perSecond, burst })
      const bucket = buckets.get(key) ?? { tokens: burst, filledAtMs: atMs }
      const tokens = Math.min(burst, bucket.tokens + ((atMs - bucket.filledAtMs) / 1000) * perSecond)
      const passes = tokens >= 1
      buckets.set(key, { tokens: passes ? tokens - 1 : tokens, filledAtMs: atMs })
      return passes ? undefined : { status: 429, contentType: 'text/plain; charset=utf-8', body: 'You have reached maximum request limit.' }
    },
    headers: (asked) => ({
      'X-Rate-Limit-Limit': perSecond.toFixed(2),
      'X-Rate-Limit-Duration': '1',
      'X-Rate-Limit-Request-Forwarded-For': String(asked.headers['x-forwarded-for'] ?? ''),
      'X-Rate-Limit-Request-Remote-Addr': `${asked.remoteAddress}:${asked.remotePort}`,
    }),
  }
}

/** Paths are the client's to invent, so what it may make us remember is bounded. */
const maxBuckets = 1000

function forgetFull(buckets: Map<string, { tokens: number; filledAtMs: number }>, atMs: number, { perSecond, burst }: RateLimit): void {
  for (const [key, { tokens, filledAtMs }] of buckets) {
    if (tokens + ((atMs - filledAtMs) / 1000) * perSecond >= burst) buckets.delete(key)
  }
}
