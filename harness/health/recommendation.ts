import { projectContainerHealth, type HealthTimes } from './container-health.ts'

/** The longest startPeriod ECS accepts (ECS API reference, HealthCheck). */
const longestStartPeriodMs = 300_000

export interface StartPeriodRecommendation {
  readonly startPeriodMs: number
  /** How many times slower than measured it may become ready before a failed probe counts. Not rounded. */
  readonly timesSlowerBeforeCounting: number
  /**
   * What is needed exceeds what ECS accepts: the program must start faster, or the check must be more patient in `retries` or `interval`.
   */
  readonly capped: boolean
}

/**
 * A startPeriod under which no failed probe counts even where the container becomes ready `timesSlower` times slower than the slowest boot
 * seen here: a core of this machine is no Fargate core. Rounded up to whole 5 s.
 */
export function recommendStartPeriod(times: HealthTimes, slowestReadyMs: number, timesSlower = 3): StartPeriodRecommendation {
  const neededMs = Math.ceil((slowestReadyMs * timesSlower) / 5000) * 5000
  const startPeriodMs = Math.min(neededMs, longestStartPeriodMs)
  const projection = projectContainerHealth({ ...times, startPeriodMs }, { readyAtMs: slowestReadyMs, probeDurationMs: 0 })
  return {
    startPeriodMs,
    timesSlowerBeforeCounting: projection.timesSlowerBeforeCounting,
    capped: neededMs > longestStartPeriodMs,
  }
}
