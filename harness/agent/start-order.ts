import { dependencyFailureExitCode, dependencyFailureText } from '../health/dependency-failure.ts'
import type { DependencyFailure } from '../health/dependency.ts'
import type { ContainerPlan } from '../plan/container.ts'
import { startedAt, startFailureOf, stopOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import { type Ahead, judgeDependencies, type Judgement } from './dependencies.ts'
import type { Stage } from './play-task.ts'

/** Starts every container as soon as what it depends on allows. Resolves when each was started or never will be. */
export async function startInOrder(stage: Stage): Promise<void> {
  const ahead = new Map<string, number>()
  await Promise.all(stage.plan.containers.map((container) => startWhenAllowed(stage, container, ahead)))
}

async function startWhenAllowed(stage: Stage, container: ContainerPlan, ahead: Map<string, number>): Promise<void> {
  const { task, emit, clock, signal } = stage
  const { name } = container
  const judgement = await whenDecided(stage, container, ahead)
  if (judgement === undefined || signal.aborted) return
  if (judgement.kind !== 'satisfied') {
    const { dependency } = judgement
    // ECS marks a target that can never start as stopped with this code, though it was never created.
    emit({
      type: 'container-start-failed',
      container: name,
      dependency,
      reason: reasonOf(stage, container, judgement),
      exitCode: dependencyFailureExitCode,
    })
    return
  }
  const aheadMs = Math.max(0, judgement.atMs - clock.now())
  ahead.set(name, aheadMs)
  if (aheadMs > 0) emit({ type: 'phase', name: `"${name}" may start`, ecsAtMs: judgement.atMs })
  const outcome = await task.start(name)
  if (outcome.status === 'failed')
    emit({
      type: 'container-start-failed',
      container: name,
      reason: outcome.reason,
      ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    })
}

type Decided = Exclude<Judgement, { readonly kind: 'wait' }>

/** Asks again after every event, and when a startTimeout runs out. Undefined: the watching ended first. */
async function whenDecided({ plan, recorder, clock, signal }: Stage, container: ContainerPlan, ahead: Ahead): Promise<Decided | undefined> {
  for (;;) {
    if (signal.aborted) return undefined
    const seen = recorder.timeline.events.length
    const judgement = judgeDependencies(plan, recorder.timeline, container, ahead, clock.now())
    if (judgement.kind !== 'wait') return judgement
    const pause = new AbortController()
    const something = recorder.until(({ events }) => (events.length === seen ? undefined : true))
    const timeout =
      judgement.untilMs === undefined
        ? new Promise<never>(() => undefined)
        : clock.after(Math.max(0, judgement.untilMs - clock.now()), AbortSignal.any([signal, pause.signal])).catch(() => undefined)
    await Promise.race([something, timeout])
    pause.abort()
  }
}

function reasonOf(
  { plan, recorder }: Stage,
  container: ContainerPlan,
  { kind, dependency: name }: Exclude<Decided, { kind: 'satisfied' }>,
): string {
  const dependency = plan.containers.find((candidate) => candidate.name === name)
  if (dependency === undefined)
    return `dependency graph: container ordering dependency [${name}] for target [${container.name}] does not exist.`
  if (kind === 'blocked')
    return `"${container.name}" waits for "${name}" (${container.dependsOn.find((one) => one.container === name)?.condition}), which it will never be`
  const agent = inAgentsWords(recorder.timeline)
  // The timeline keeps the words without the error's name, as for every other start that failed.
  return dependencyFailureText(kind satisfies DependencyFailure, agent(dependency), agent(container)).replace(
    /^CannotStartContainerError: /,
    '',
  )
}

/** The ECS agent writes a container as `name(image) (KNOWN->DESIRED)`, with its exit code once it has one. */
function inAgentsWords(timeline: Timeline): (container: ContainerPlan) => string {
  return ({ name, image }) => {
    const stop = stopOf(timeline, name)
    const gone = stop !== undefined || startFailureOf(timeline, name) !== undefined
    const known = gone ? 'STOPPED' : startedAt(timeline, name) === undefined ? 'NONE' : 'RUNNING'
    return `${name}(${image}) (${known}->${gone ? 'STOPPED' : 'RUNNING'})${stop === undefined ? '' : ` - Exit: ${stop.exitCode}`}`
  }
}
