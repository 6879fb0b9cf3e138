import { projectContainerHealth } from '../health/container-health.ts'
import { decideDependencies, type Dependency, type DependencyCondition, type DependencyFailure } from '../health/dependency.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { TaskPlan } from '../plan/task.ts'
import { readinessOf, startedAt, startFailureOf, stopOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'

/**
 * How far ECS's clock was ahead of ours when a container was started: a dependent starts here as soon as the outcome is certain, and
 * there only when ECS's own probes have come to it. Milliseconds, by container; absent for one that waited for nothing.
 */
export type Ahead = ReadonlyMap<string, number>

export type Judgement =
  | { readonly kind: 'satisfied'; readonly atMs: number }
  | { readonly kind: DependencyFailure | 'blocked'; readonly dependency: string }
  /** Nothing is certain yet; at `untilMs` on our clock it may be, also if nothing happens. */
  | { readonly kind: 'wait'; readonly untilMs?: number }

/** May this container start, on ECS's clock and by what has happened until now? */
export function judgeDependencies(plan: TaskPlan, timeline: Timeline, container: ContainerPlan, ahead: Ahead, nowMs: number): Judgement {
  const unknown = container.dependsOn.find(({ container: name }) => !plan.containers.some((candidate) => candidate.name === name))
  if (unknown !== undefined) return { kind: 'never-starts', dependency: unknown.container }
  // A rule refuses any other condition; with --force it comes this far, and never holds.
  const odd = container.dependsOn.find(({ condition }) => !conditions.has(condition))
  if (odd !== undefined) return { kind: 'blocked', dependency: odd.container }
  const dependencies = container.dependsOn.flatMap(({ container: name, condition }) =>
    plan.containers.filter((candidate) => candidate.name === name).map((candidate) => whatBecameOf(candidate, condition, timeline, ahead)),
  )
  const decision = decideDependencies(dependencies)
  if (decision.kind === 'satisfied') return decision
  if (decision.kind === 'timed-out') {
    // What has not happened until now has not happened on ECS's clock either, which is ahead.
    const unmet = dependencies.filter((dependency) => decideDependencies([dependency]).kind !== 'satisfied')
    const untilMs = Math.min(...unmet.map(({ name }) => decision.atMs - (ahead.get(name) ?? 0))) + 1
    if (unmet.length === 0 || nowMs >= untilMs) return { kind: 'timed-out', dependency: decision.dependency }
    const certain = withoutTimeouts(dependencies)
    return certain.kind === 'wait' ? { kind: 'wait', untilMs } : certain
  }
  return decision.kind === 'blocked' ? withoutTimeouts(dependencies) : decision
}

const conditions: ReadonlySet<string> = new Set(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'] satisfies readonly DependencyCondition[])

/** What is certain whatever the clock says. */
function withoutTimeouts(dependencies: readonly Dependency[]): Judgement {
  for (const { startTimeoutMs: _, ...dependency } of dependencies) {
    const decision = decideDependencies([dependency])
    if (decision.kind === 'satisfied' || (decision.kind === 'blocked' && dependency.stopped === undefined)) continue
    return { kind: decision.kind, dependency: decision.dependency }
  }
  return { kind: 'wait' }
}

function whatBecameOf(
  { name, healthCheck, startTimeoutSeconds }: ContainerPlan,
  condition: string,
  timeline: Timeline,
  ahead: Ahead,
): Dependency {
  const aheadMs = ahead.get(name) ?? 0
  const started = startedAt(timeline, name)
  const failed = startFailureOf(timeline, name)
  const stop = stopOf(timeline, name)
  const readiness = readinessOf(timeline, name)
  const health = healthCheck === undefined || readiness === undefined ? undefined : projectContainerHealth(healthCheck, readiness)
  // Nobody stops an UNHEALTHY container of a task that is not RUNNING yet.
  const healthyMs = health?.healthyAtMs ?? health?.recoversAtMs
  const startedAtMs = started === undefined ? undefined : started + aheadMs
  return {
    name,
    condition: condition as DependencyCondition,
    startedAtMs,
    healthyAtMs: startedAtMs === undefined || healthyMs === undefined ? undefined : startedAtMs + healthyMs,
    ...(startTimeoutSeconds === undefined ? {} : { startTimeoutMs: startTimeoutSeconds * 1000 }),
    ...(stop !== undefined
      ? { stopped: { atMs: stop.atMs + aheadMs, exitCode: stop.exitCode } }
      : failed === undefined
        ? {}
        : failed.dependency === undefined
          ? { stopped: { atMs: failed.atMs, exitCode: failed.exitCode } }
          : { abandonedAtMs: failed.atMs }),
  }
}
