/** A container's restartPolicy, with ECS's defaults filled in. */
export interface RestartPolicy {
  readonly enabled: boolean
  readonly ignoredExitCodes: readonly number[]
  /** 300 s unless the task definition says otherwise. */
  readonly restartAttemptPeriodMs: number
}

/** A container's exit. Milliseconds on one clock. */
export interface ContainerExit {
  readonly atMs: number
  /** Undefined where the engine could not tell it. */
  readonly exitCode: number | undefined
  /** The container's first start. */
  readonly startedAtMs: number
  readonly lastRestartAtMs?: number
  /** The task is being stopped. */
  readonly desiredStopped: boolean
}

export type RestartDecision =
  | { readonly kind: 'restart' }
  | {
      readonly kind: 'stays-stopped'
      readonly because: 'no-policy' | 'task-stops' | 'no-exit-code' | 'ignored-exit-code' | 'too-soon'
      /** The agent's own words. */
      readonly reason: string
    }

/**
 * Whether ECS starts a container again that has exited, in the order in which the agent asks (ecs-
 * agent/api/container/restart/restart_tracker.go).
 *
 * There is no maximum and no back-off, only the period since the last (re)start: a container that crashes as it boots is not started again
 * at all. Exit code 0 is restarted too unless it is ignored. While it restarts, an essential container does not stop its task.
 */
export function decideRestart(policy: RestartPolicy | undefined, exit: ContainerExit): RestartDecision {
  if (policy === undefined || !policy.enabled) return staysStopped('no-policy', 'restart policy is not enabled')
  if (exit.desiredStopped) return staysStopped('task-stops', "container's desired status is stopped")
  if (exit.exitCode === undefined) return staysStopped('no-exit-code', 'exit code is nil')
  if (policy.ignoredExitCodes.includes(exit.exitCode)) {
    return staysStopped('ignored-exit-code', `exit code ${exit.exitCode} should be ignored`)
  }
  if (exit.atMs - (exit.lastRestartAtMs ?? exit.startedAtMs) < policy.restartAttemptPeriodMs) {
    return staysStopped('too-soon', 'attempt reset period has not elapsed')
  }
  return { kind: 'restart' }
}

type StaysStopped = Extract<RestartDecision, { kind: 'stays-stopped' }>

function staysStopped(because: StaysStopped['because'], reason: string): StaysStopped {
  return { kind: 'stays-stopped', because, reason }
}
