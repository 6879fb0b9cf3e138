/** The numbers of a target group's health check. The interval must exceed the timeout: Elastic Load Balancing refuses anything else. */
export interface TargetGroupTimes {
  readonly intervalMs: number
  readonly timeoutMs: number
  /** Successes in a row that make an unhealthy target healthy again. A new target needs only one. */
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
}

/** What was measured here of the answers to the load balancer's request. Milliseconds from the container's start. */
export interface TargetReadiness {
  /** When ECS registers the target, soon after the task runs. */
  readonly registeredAtMs: number
  /** Requests that start now or later are answered with a status that matches. Undefined: it never became so. */
  readonly readyAtMs: number | undefined
  readonly responseMs: number
  /** How long a failing request takes: 0 (the default) where the connection is refused, the timeout or more where nobody answers. */
  readonly failingResponseMs?: number
}

/** A moment that depends on when a load balancer node happens to send its first request: at the earliest, and before the latest. */
export interface Moment {
  readonly earliestMs: number
  readonly latestMs: number
}

/** What the nodes of a load balancer make of a target. Milliseconds from the container's start. */
export interface TargetGroupProjection {
  /** `depends`: some nodes call it unhealthy before they see it healthy, others do not. */
  readonly outcome: 'healthy' | 'unhealthy' | 'depends'
  /** When it is healthy, be it at first or after having been unhealthy. Undefined: never. */
  readonly healthyAtMs: Moment | undefined
  /** When it is called unhealthy first. Undefined where the outcome is healthy. */
  readonly unhealthyAtMs: Moment | undefined
  /** When it is healthy again after that. Undefined: it never is, or it need not be. */
  readonly recoversAtMs: Moment | undefined
  /** When it would be called unhealthy, had it never become ready. */
  readonly unhealthyIfNeverReadyAtMs: Moment
  /**
   * Start of the first request that would make it unhealthy − ready. 0 or more exactly where the outcome is healthy; −Infinity where it
   * never became ready.
   */
  readonly healthMarginMs: number
  /** How many times slower it may become ready before a node may call it unhealthy. Not rounded; 0 where it never became ready. */
  readonly timesSlowerBeforeUnhealthy: number
}

/**
 * What an Application Load Balancer makes of a target that answers from a moment on.
 *
 * Unlike Docker it sends requests at a fixed rate, however long the answers take, each node on its own; where in the interval a node begins
 * is not known. A new target is healthy after one success and unhealthy after `unhealthyThreshold` failures in a row ("Health checks for
 * Application Load Balancer target groups").
 */
export function projectTargetGroup(times: TargetGroupTimes, readiness: TargetReadiness): TargetGroupProjection {
  const { intervalMs, timeoutMs, healthyThreshold, unhealthyThreshold } = times
  const { registeredAtMs, responseMs } = readiness
  if (!(intervalMs > 0)) throw new RangeError(`a target group needs an interval above 0, got ${intervalMs} ms`)
  const timesOut = responseMs > timeoutMs
  const respondsMs = Math.max(0, (readiness.readyAtMs ?? never) - registeredAtMs)
  const readyMs = timesOut ? never : respondsMs
  const failingMs = Math.min(readiness.failingResponseMs ?? 0, timeoutMs)
  const at = (earliestMs: number, latestMs: number): Moment => ({
    earliestMs: registeredAtMs + earliestMs,
    latestMs: registeredAtMs + latestMs,
  })

  // From here on in milliseconds from the registration. A node's first request comes within one interval of it, so the request that fails
  // the target starts within [firstDecidingMs, lastDecidingMs), and the first that is answered well within [readyMs, readyMs + interval):
  // it comes too late for the target where it starts at lastDecidingMs or after it, whichever node sends it.
  const firstDecidingMs = (unhealthyThreshold - 1) * intervalMs
  const lastDecidingMs = unhealthyThreshold * intervalMs
  const recoveryMs = (healthyThreshold - 1) * intervalMs + responseMs
  const someInTime = readyMs < lastDecidingMs
  const someTooLate = readyMs > firstDecidingMs
  const recovers = someTooLate && readyMs < never
  const slowFromMs = timesOut ? respondsMs : never
  const firstFailureMs = firstDecidingMs + (slowFromMs <= firstDecidingMs ? timeoutMs : failingMs)
  const lastFailureMs = someInTime ? readyMs + failingMs : lastDecidingMs + (slowFromMs < lastDecidingMs ? timeoutMs : failingMs)
  const readyFromStartMs = timesOut ? never : (readiness.readyAtMs ?? never)

  return {
    outcome: someInTime ? (someTooLate ? 'depends' : 'healthy') : 'unhealthy',
    healthyAtMs:
      readyMs === never
        ? undefined
        : at(readyMs + (someInTime ? responseMs : recoveryMs), readyMs + intervalMs + (someTooLate ? recoveryMs : responseMs)),
    unhealthyAtMs: someTooLate ? at(firstFailureMs, lastFailureMs) : undefined,
    recoversAtMs: recovers ? at(Math.max(readyMs, lastDecidingMs) + recoveryMs, readyMs + intervalMs + recoveryMs) : undefined,
    unhealthyIfNeverReadyAtMs: at(firstDecidingMs + failingMs, lastDecidingMs + failingMs),
    healthMarginMs: registeredAtMs + firstDecidingMs - readyFromStartMs,
    timesSlowerBeforeUnhealthy: (registeredAtMs + firstDecidingMs) / readyFromStartMs,
  }
}

const never = Number.POSITIVE_INFINITY
