import type { HealthTimes } from '../../harness/health/container-health.ts'

/** What one probe would do if it started at this moment. Milliseconds from the container's start. */
export interface SimulatedProbe {
  readonly succeeds: boolean
  readonly durationMs: number
}

export interface SimulatedResult {
  readonly startMs: number
  readonly endMs: number
  readonly status: 'starting' | 'healthy' | 'unhealthy'
  readonly counted: boolean
}

/**
 * Docker's health monitor, one step at a time: wait, probe, judge, wait again. Written from the description of the algorithm and from
 * nothing in harness/health, so that the closed forms there have something to be wrong against.
 */
export function simulateDocker(
  times: HealthTimes,
  probeAt: (startMs: number, probe: number) => SimulatedProbe,
  done: (results: readonly SimulatedResult[]) => boolean,
): readonly SimulatedResult[] {
  const results: SimulatedResult[] = []
  let now = 0
  let status: SimulatedResult['status'] = 'starting'
  let streak = 0
  while (!done(results)) {
    if (results.length > 10_000) throw new Error('the simulation does not end')
    now += times.intervalMs
    const startMs = now
    const probe = probeAt(startMs, results.length + 1)
    const timedOut = probe.durationMs > times.timeoutMs
    now += timedOut ? times.timeoutMs : probe.durationMs
    let counted = false
    if (probe.succeeds && !timedOut) {
      streak = 0
      status = 'healthy'
    } else if (status !== 'starting' || startMs >= times.startPeriodMs) {
      counted = true
      streak += 1
      if (streak >= times.retries) status = 'unhealthy'
    }
    results.push({ startMs, endMs: now, status, counted })
  }
  return results
}

/** Until ECS has decided for the first time. */
export const decided = (results: readonly SimulatedResult[]): boolean => {
  const last = results.at(-1)
  return last !== undefined && last.status !== 'starting'
}
