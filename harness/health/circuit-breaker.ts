/** How many failed tasks a deployment may have (ECS API reference, ThresholdConfiguration). */
export interface ThresholdConfiguration {
  readonly type: 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT' | 'COUNT'
  readonly value: number
}

/** The service's deploymentCircuitBreaker. */
export interface CircuitBreaker {
  readonly enable: boolean
  readonly rollback: boolean
  /** 50 BOUNDED_PERCENT where the service does not say. */
  readonly threshold?: ThresholdConfiguration
}

/** After how many failed tasks ECS fails the deployment: half of desiredCount, at least 3 and at most 200, unless configured otherwise. */
export function circuitBreakerThreshold(
  desiredCount: number,
  { type, value }: ThresholdConfiguration = { type: 'BOUNDED_PERCENT', value: 50 },
): number {
  if (type === 'COUNT') return value
  // Multiplied before it is divided: 0.07 * 100 is a little more than 7.
  const failures = Math.ceil((desiredCount * value) / 100)
  return type === 'BOUNDED_PERCENT' ? Math.min(200, Math.max(3, failures)) : Math.max(1, failures)
}

/** What becomes of every task of the deployment, as far as one run of it can tell. */
export type TaskFate = 'becomes-healthy' | 'never-runs' | 'fails-health-checks' | 'stops-after-running'

export type DeploymentProjection =
  | { readonly kind: 'completes' }
  | {
      readonly kind: 'fails'
      /** 1 counts tasks that never reach RUNNING, 2 counts tasks that fail their health checks. */
      readonly stage: 1 | 2
      readonly failures: number
      /** At the earliest, in milliseconds from the deployment's start: time to start tasks and ECS's back-off between them come on top. */
      readonly earliestMs: number
      readonly rollsBack: boolean
    }
  | {
      readonly kind: 'never-ends'
      /**
       * `not-counted`: a task that reached RUNNING and then exits is neither counted by the circuit breaker nor slowed down: ECS starts it
       * again and again.
       */
      readonly because: 'no-circuit-breaker' | 'not-counted'
    }

/**
 * How a deployment ends whose tasks all fare alike ("How the Amazon ECS deployment circuit breaker detects failures" in the ECS developer
 * guide).
 *
 * `failsAfterMs` is the time from a task's start to its end. The deployment starts desiredCount tasks at once and replaces each that fails.
 */
export function projectDeployment(deployment: {
  readonly desiredCount: number
  readonly circuitBreaker: CircuitBreaker | undefined
  readonly fate: TaskFate
  readonly failsAfterMs: number
}): DeploymentProjection {
  const { desiredCount, circuitBreaker, fate, failsAfterMs } = deployment
  if (desiredCount === 0 || fate === 'becomes-healthy') return { kind: 'completes' }
  if (circuitBreaker === undefined || !circuitBreaker.enable) return { kind: 'never-ends', because: 'no-circuit-breaker' }
  if (fate === 'stops-after-running') return { kind: 'never-ends', because: 'not-counted' }
  const failures = circuitBreakerThreshold(desiredCount, circuitBreaker.threshold)
  return {
    kind: 'fails',
    stage: fate === 'never-runs' ? 1 : 2,
    failures,
    earliestMs: Math.ceil(failures / desiredCount) * failsAfterMs,
    rollsBack: circuitBreaker.rollback,
  }
}
