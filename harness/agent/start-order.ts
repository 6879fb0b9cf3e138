import { projectContainerHealth } from '../health/container-health.ts'
import type { ContainerPlan } from '../plan/container.ts'
import { firstSuccess, startedAt, stopOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Stage } from './play-task.ts'

/** Starts every container as soon as what it depends on allows. Resolves when each was started or never will be. */
export async function startInOrder(stage: Stage): Promise<void> {
  await Promise.all(stage.plan.containers.map((container) => startWhenAllowed(stage, container)))
}

async function startWhenAllowed({ plan, task, recorder, emit, clock, signal }: Stage, container: ContainerPlan): Promise<void> {
  for (const { container: name, condition } of container.dependsOn) {
    const dependency = plan.containers.find((candidate) => candidate.name === name)
    const met = recorder.until((timeline) =>
      dependency === undefined
        ? { failed: `dependency graph: container ordering dependency [${name}] for target [${container.name}] does not exist.` }
        : judge(timeline, dependency, condition, container.name),
    )
    const outcome = await Promise.race([met, timeOut({ recorder, clock, signal }, dependency, condition, container.name)])
    if (outcome !== 'met') {
      // ECS marks a target that can never start as stopped with this code, though it was never created.
      emit({ type: 'container-start-failed', container: container.name, reason: outcome.failed, exitCode: 143 })
      return
    }
  }
  if (signal.aborted) return
  const outcome = await task.start(container.name)
  if (outcome.status === 'failed')
    emit({
      type: 'container-start-failed',
      container: container.name,
      reason: outcome.reason,
      ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    })
}

type Judgement = 'met' | { readonly failed: string }

/** Is a condition met, can it never be met, or is it to be waited for (undefined)? */
function judge(timeline: Timeline, dependency: ContainerPlan, condition: string, target: string): Judgement | undefined {
  const { name } = dependency
  const stop = stopOf(timeline, name)
  const failed = timeline.events.some((event) => event.type === 'container-start-failed' && event.container === name)
  if (failed && stop === undefined)
    return {
      failed: `dependency graph: failed to resolve container ordering dependency [${name}] for target [${target}] because dependency will never start`,
    }
  switch (condition) {
    case 'START':
      return startedAt(timeline, name) === undefined ? undefined : 'met'
    case 'COMPLETE':
      return stop === undefined ? undefined : 'met'
    case 'SUCCESS':
      if (stop === undefined) return undefined
      return stop.exitCode === 0
        ? 'met'
        : {
            failed: `dependency graph: failed to resolve container ordering dependency [${name}] for target [${target}] as dependency did not exit successfully.`,
          }
    case 'HEALTHY':
      return judgeHealthy(timeline, dependency, target)
    default:
      return {
        failed: `dependency graph: container ordering dependency [${name}] for target [${target}] has the unknown condition ${condition}.`,
      }
  }
}

/** Decided on ECS's clock, as soon as the outcome is certain: ECS's first probe comes one interval after the start. */
function judgeHealthy(
  timeline: Timeline,
  { name, healthCheck, startTimeoutSeconds }: ContainerPlan,
  target: string,
): Judgement | undefined {
  const probe = firstSuccess(timeline, name)
  const started = startedAt(timeline, name)
  if (probe === undefined || started === undefined || healthCheck === undefined) return undefined
  const { healthyAtMs } = projectContainerHealth(healthCheck, { readyAtMs: probe.atMs - started, probeDurationMs: probe.durationMs })
  if (startTimeoutSeconds !== undefined && (healthyAtMs ?? Number.POSITIVE_INFINITY) > startTimeoutSeconds * 1000)
    return timedOut(name, target)
  return 'met'
}

/** `startTimeout` belongs to the dependency and counts from its own start. START never times out. */
async function timeOut(
  { recorder, clock, signal }: Pick<Stage, 'recorder' | 'clock' | 'signal'>,
  dependency: ContainerPlan | undefined,
  condition: string,
  target: string,
): Promise<Judgement> {
  if (dependency?.startTimeoutSeconds === undefined || condition === 'START') return new Promise<never>(() => undefined)
  await recorder.until((timeline) => startedAt(timeline, dependency.name))
  await clock.after(dependency.startTimeoutSeconds * 1000, signal).catch(() => new Promise<never>(() => undefined))
  return stopOf(recorder.timeline, dependency.name) === undefined ? timedOut(dependency.name, target) : new Promise<never>(() => undefined)
}

function timedOut(dependency: string, target: string): Judgement {
  return { failed: `dependency graph: container ordering dependency [${dependency}] for target [${target}] has timed out.` }
}
