import type { HealthTimes } from './container-health.ts'
import { probeSchedule } from './probe-schedule.ts'

/**
 * When ECS calls a container UNHEALTHY that never becomes ready and whose probes all last this long (at most the timeout); milliseconds
 * from its start.
 */
export function unhealthyAtIfNeverReady(times: HealthTimes, probeDurationMs: number): number {
  const durationMs = Math.min(probeDurationMs, times.timeoutMs)
  const probes = probeSchedule(times.intervalMs, durationMs)
  const deciding = probes.firstAtOrAfter(times.startPeriodMs) + times.retries - 1
  return probes.startOf(deciding) + durationMs
}

/**
 * The moment by which ECS has decided at the latest, however long each probe lasts; milliseconds from the container's start.
 *
 * The slowest case is not always the one where every probe times out: quick probes can place the last one whose failure is ignored just
 * before the end of the startPeriod, and slow ones may follow. With interval 30 s, timeout 5 s, retries 1 and startPeriod 65 s it is 70 s
 * when all time out, 90 s when all fail at once, and just under 105 s at worst.
 */
export function latestVerdictMs(times: HealthTimes): number {
  const { intervalMs, timeoutMs, retries, startPeriodMs } = times
  const strideMs = intervalMs + timeoutMs
  // Free probes start before the startPeriod ends; the k-th of them starts between k·interval and k·interval + (k−1)·timeout.
  const freeProbes = Math.max(0, Math.ceil(startPeriodMs / intervalMs) - 1)
  if (freeProbes === 0) return retries * strideMs
  const lastFreeStartMs = Math.min(startPeriodMs, freeProbes * intervalMs + (freeProbes - 1) * timeoutMs)
  return lastFreeStartMs + retries * strideMs + timeoutMs
}
