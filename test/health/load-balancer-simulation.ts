import type { TargetGroupTimes } from '../../harness/health/target-group.ts'

export interface SimulatedTarget {
  readonly healthyAtMs: number | undefined
  readonly unhealthyAtMs: number | undefined
  readonly recoversAtMs: number | undefined
}

/**
 * One node of a load balancer, request by request, at a fixed rate from its first one on. Written from the documentation of target groups
 * and from nothing in harness/health. Milliseconds from the registration.
 */
export function simulateNode(
  times: TargetGroupTimes,
  firstRequestMs: number,
  requestAt: (startMs: number) => { readonly succeeds: boolean; readonly durationMs: number },
  requests: number,
): SimulatedTarget {
  let state: 'initial' | 'healthy' | 'unhealthy' = 'initial'
  let successes = 0
  let failures = 0
  let healthyAtMs: number | undefined
  let unhealthyAtMs: number | undefined
  for (let request = 0; request < requests; request += 1) {
    const startMs = firstRequestMs + request * times.intervalMs
    const { succeeds, durationMs } = requestAt(startMs)
    const timedOut = durationMs > times.timeoutMs
    const endMs = startMs + Math.min(durationMs, times.timeoutMs)
    if (succeeds && !timedOut) {
      successes += 1
      failures = 0
    } else {
      failures += 1
      successes = 0
    }
    if (state === 'initial' && successes === 1) state = 'healthy'
    if (state === 'unhealthy' && successes >= times.healthyThreshold) state = 'healthy'
    if (state !== 'unhealthy' && failures >= times.unhealthyThreshold) state = 'unhealthy'
    if (state === 'healthy') healthyAtMs ??= endMs
    if (state === 'unhealthy') unhealthyAtMs ??= endMs
  }
  return { healthyAtMs, unhealthyAtMs, recoversAtMs: unhealthyAtMs === undefined ? undefined : healthyAtMs }
}
