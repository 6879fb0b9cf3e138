import { changingProbeSchedule, probeSchedule } from './probe-schedule.ts'

/** The numbers of a task definition's healthCheck, with ECS's defaults filled in. A startPeriod of 0 is none. */
export interface HealthTimes {
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly retries: number
  readonly startPeriodMs: number
}

/** What was measured here of a container's readiness. */
export interface Readiness {
  /** From the container's start: probes that start now or later succeed. Undefined: it never became ready. */
  readonly readyAtMs: number | undefined
  /** How long a successful probe takes. One that takes longer than the timeout fails, however ready the program is. */
  readonly probeDurationMs: number
  /** How long a probe takes to fail; 0 (the default) where the connection is refused at once, the timeout or more where it hangs. */
  readonly failingProbeDurationMs?: number
}

/** What ECS would decide about a container, on its own clock: milliseconds from the container's start. */
export interface ContainerHealthProjection {
  readonly outcome: 'HEALTHY' | 'UNHEALTHY'
  /** When the outcome is decided: `healthyAtMs` or `unhealthyAtMs`. */
  readonly verdictAtMs: number
  /** The end of the first successful probe. Undefined where the outcome is UNHEALTHY. */
  readonly healthyAtMs: number | undefined
  /** When it becomes UNHEALTHY; where the outcome is HEALTHY, when it would have, had it never become ready. */
  readonly unhealthyAtMs: number
  /** An UNHEALTHY container that nobody stops (no service, or a grace period) turns HEALTHY then; undefined: never, or it needs none. */
  readonly recoversAtMs: number | undefined
  /** startPeriod − ready; undefined without a startPeriod, −Infinity where it never became ready. */
  readonly startPeriodMarginMs: number | undefined
  /**
   * Start of the probe that would make it UNHEALTHY − ready; negative exactly where the outcome is UNHEALTHY, −Infinity where it never
   * became ready.
   */
  readonly healthMarginMs: number
  /** How many times slower it may become ready before the first failed probe counts. Not rounded; 0 where it never became ready. */
  readonly timesSlowerBeforeCounting: number
  /** How many times slower it may become ready before it is UNHEALTHY. Not rounded; 0 where it never became ready. */
  readonly timesSlowerBeforeUnhealthy: number
  /** How many times slower a successful probe may be before the timeout ends it. Below 1 it times out already. */
  readonly timesSlowerBeforeTimeout: number
  /** Undefined where the outcome is UNHEALTHY. */
  readonly firstSuccessfulProbeStartMs: number | undefined
  /** The start of the first probe whose failure counts. */
  readonly firstCountedProbeStartMs: number
  /** The first successful probe starts within the startPeriod. */
  readonly insideStartPeriod: boolean
  /** Probes that ECS has made when it decides, the deciding one included. */
  readonly probesBeforeVerdict: number
  /** How many of them failed and counted. */
  readonly failuresCounted: number
}

/**
 * What ECS makes of a container that is ready from a moment on, without waiting for it.
 *
 * The algorithm is Docker's (moby, daemon/health.go): one success makes it HEALTHY at once, also within the startPeriod; a failure counts
 * unless the probe started within the startPeriod; `retries` counted failures in a row make it UNHEALTHY. Fargate's own prober is closed;
 * the same is assumed of it. ECS probes at `interval` during the startPeriod too (it has no start interval).
 */
export function projectContainerHealth(times: HealthTimes, readiness: Readiness): ContainerHealthProjection {
  const { intervalMs, timeoutMs, retries, startPeriodMs } = times
  const { probeDurationMs } = readiness
  const timesOut = probeDurationMs > timeoutMs
  const respondsAtMs = readiness.readyAtMs ?? Number.POSITIVE_INFINITY
  const readyAtMs = timesOut ? Number.POSITIVE_INFINITY : respondsAtMs
  const failingMs = Math.min(readiness.failingProbeDurationMs ?? 0, timeoutMs)

  // Had it never become ready, each probe would fail as those before did; only a ready program that is too slow fails in another way.
  const probes = timesOut ? changingProbeSchedule(intervalMs, failingMs, respondsAtMs, timeoutMs) : probeSchedule(intervalMs, failingMs)
  const firstCounted = probes.firstAtOrAfter(startPeriodMs)
  const lastChance = firstCounted + retries - 1
  const firstCountedProbeStartMs = probes.startOf(firstCounted)
  const lastChanceMs = probes.startOf(lastChance)
  const unhealthyAtMs = lastChanceMs + (timesOut && lastChanceMs >= respondsAtMs ? timeoutMs : failingMs)

  const firstSuccess = readyAtMs === Number.POSITIVE_INFINITY ? undefined : probes.firstAtOrAfter(readyAtMs)
  const successStartMs = firstSuccess === undefined ? undefined : probes.startOf(firstSuccess)
  const successEndMs = successStartMs === undefined ? undefined : successStartMs + probeDurationMs
  const healthy = firstSuccess !== undefined && firstSuccess <= lastChance
  const healthyAtMs = healthy ? successEndMs : undefined
  const deciding = healthy ? firstSuccess : lastChance

  return {
    outcome: healthy ? 'HEALTHY' : 'UNHEALTHY',
    verdictAtMs: healthyAtMs ?? unhealthyAtMs,
    healthyAtMs,
    unhealthyAtMs,
    recoversAtMs: healthy ? undefined : successEndMs,
    startPeriodMarginMs: startPeriodMs > 0 ? startPeriodMs - readyAtMs : undefined,
    healthMarginMs: lastChanceMs - readyAtMs,
    timesSlowerBeforeCounting: firstCountedProbeStartMs / readyAtMs,
    timesSlowerBeforeUnhealthy: lastChanceMs / readyAtMs,
    timesSlowerBeforeTimeout: timeoutMs / probeDurationMs,
    firstSuccessfulProbeStartMs: healthy ? successStartMs : undefined,
    firstCountedProbeStartMs,
    insideStartPeriod: healthy && successStartMs !== undefined && successStartMs < startPeriodMs,
    probesBeforeVerdict: deciding,
    failuresCounted: Math.max(0, deciding - firstCounted + (healthy ? 0 : 1)),
  }
}
