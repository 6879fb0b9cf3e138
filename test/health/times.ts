import * as fc from 'fast-check'
import type { HealthTimes } from '../../harness/health/container-health.ts'

/** A health check as a task definition writes it, in seconds. */
export const seconds = (interval: number, timeout: number, retries: number, startPeriod: number): HealthTimes => ({
  intervalMs: interval * 1000,
  timeoutMs: timeout * 1000,
  retries,
  startPeriodMs: startPeriod * 1000,
})

/** Small numbers, so that edges (a probe exactly at the end of the startPeriod) are met often; the algorithm knows no scale. */
export const anyTimes: fc.Arbitrary<HealthTimes> = fc.record({
  intervalMs: fc.integer({ min: 1, max: 30 }),
  timeoutMs: fc.integer({ min: 1, max: 40 }),
  retries: fc.integer({ min: 1, max: 10 }),
  startPeriodMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
})
