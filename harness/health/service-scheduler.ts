import { actsOnSpellAtMs, type UnhealthySpell } from './grace-period.ts'

/** What the service scheduler sees of one task. Milliseconds on ECS's clock of the task. */
export interface TaskInService {
  /** A task that `run-task` started has no scheduler: it runs on, however unhealthy. */
  readonly startedBy: 'service' | 'run-task'
  /** When the task is RUNNING; undefined where it never is, for example because a dependency is never HEALTHY. */
  readonly runningAtMs: number | undefined
  readonly gracePeriodMs: number
  /** The task's own healthStatus is UNHEALTHY. */
  readonly containers?: UnhealthySpell | undefined
  /** The load balancer calls the target unhealthy. */
  readonly target?: (UnhealthySpell & { readonly targetGroupArn: string }) | undefined
}

export type SchedulerDecision =
  | {
      readonly kind: 'keeps'
      /** It was unhealthy, and only the grace period saved it. */
      readonly savedByGracePeriod: boolean
    }
  | {
      readonly kind: 'replaces'
      readonly atMs: number
      readonly because: 'container-health' | 'target-health'
      readonly stopCode: 'ServiceSchedulerInitiated'
      readonly stoppedReason: string
    }

/**
 * Whether the service keeps this task, and if not, when and in which words it stops it (stoppedReason as `aws ecs describe-tasks` shows
 * it).
 */
export function judgeTaskInService({ startedBy, runningAtMs, gracePeriodMs, containers, target }: TaskInService): SchedulerDecision {
  if (startedBy === 'run-task' || runningAtMs === undefined) return { kind: 'keeps', savedByGracePeriod: false }
  const containersAtMs = containers && actsOnSpellAtMs(containers, runningAtMs, gracePeriodMs)
  const targetAtMs = target && actsOnSpellAtMs(target, runningAtMs, gracePeriodMs)
  if (containersAtMs !== undefined && containersAtMs <= (targetAtMs ?? Number.POSITIVE_INFINITY)) {
    return replaces(containersAtMs, 'container-health', 'Task failed container health checks')
  }
  if (target !== undefined && targetAtMs !== undefined) {
    return replaces(targetAtMs, 'target-health', `Task failed ELB health checks in (target-group ${target.targetGroupArn})`)
  }
  return { kind: 'keeps', savedByGracePeriod: containers !== undefined || target !== undefined }
}

function replaces(atMs: number, because: 'container-health' | 'target-health', stoppedReason: string): SchedulerDecision {
  return { kind: 'replaces', atMs, because, stopCode: 'ServiceSchedulerInitiated', stoppedReason }
}

/**
 * How long a task without any health check must be RUNNING before a deployment counts it as healthy (ECS API reference,
 * minimumHealthyPercent).
 */
const uncheckedTaskCountsAfterMs = 40_000

/**
 * When a deployment counts this task as healthy; undefined: never. Each health check there is must pass; where there is none, the task
 * counts 40 s after it is RUNNING.
 */
export function countsAsHealthyAtMs(task: {
  readonly runningAtMs: number | undefined
  /** Undefined: no essential container has a healthCheck. */
  readonly containers?: { readonly healthyAtMs: number | undefined }
  /** Undefined: no target group. */
  readonly target?: { readonly healthyAtMs: number | undefined }
}): number | undefined {
  if (task.runningAtMs === undefined) return undefined
  if (task.containers === undefined && task.target === undefined) return task.runningAtMs + uncheckedTaskCountsAfterMs
  const never = Number.POSITIVE_INFINITY
  const containersAtMs = task.containers === undefined ? 0 : (task.containers.healthyAtMs ?? never)
  const targetAtMs = task.target === undefined ? 0 : (task.target.healthyAtMs ?? never)
  const atMs = Math.max(task.runningAtMs, containersAtMs, targetAtMs)
  return atMs === never ? undefined : atMs
}
