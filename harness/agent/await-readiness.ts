import { latestVerdictMs } from '../health/worst-case.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { Happening } from '../timeline/event.ts'
import { eventsOf, exitOf, firstSuccess, listeningOf, startedAt, startFailureOf, stopOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Stage } from './play-task.ts'

/** A container without a health check is waited for this long to listen on its ports; ECS itself asks nobody then. */
const listensWithinMs = 60_000

/** ECS lets a task wait for hours for a dependency without a startTimeout. Nobody waits here so long, unless `--max-wait` says so. */
const dependenciesWithinMs = 600_000

/**
 * Waits until every container is ready, or until ECS would have decided against the task. Undefined: all are ready.
 * Otherwise what was decided, and why.
 */
export async function awaitReadiness(stage: Stage): Promise<Happening | undefined> {
  const { plan, recorder } = stage
  const over = new AbortController()
  const bounded: Stage = { ...stage, signal: AbortSignal.any([stage.signal, over.signal]) }
  /** Containers that had their time, and whose readiness ECS does not ask for. */
  const excused = new Set<string>()
  const ready = recorder.until((timeline) => decide(plan, timeline, excused))
  try {
    const outcome = await Promise.race([ready, ...limits(bounded, excused)])
    return outcome === 'ready' ? undefined : outcome
  } finally {
    over.abort()
  }
}

function decide(plan: TaskPlan, timeline: Timeline, excused: ReadonlySet<string>): 'ready' | Happening | undefined {
  for (const { name, essential } of plan.containers) {
    if (essential && exitOf(timeline, name) !== undefined) return { type: 'decided', why: 'essential-container-exited', container: name }
    const failed = startFailureOf(timeline, name)
    if (failed !== undefined && essential) {
      const why = failed.dependency === undefined ? 'start-failed' : 'dependency-failed'
      return { type: 'decided', why, container: name, detail: failed.reason }
    }
  }
  if (isOneShot(plan)) return undefined
  return plan.containers.every((container) => excused.has(container.name) || isReady(container, timeline)) ? 'ready' : undefined
}

function isOneShot({ expect }: TaskPlan): boolean {
  return expect.exit !== null && expect.exit !== undefined
}

function isReady(container: ContainerPlan, timeline: Timeline): boolean {
  const { name, essential, healthCheck, ports } = container
  if (!essential && (stopOf(timeline, name) !== undefined || startFailureOf(timeline, name) !== undefined)) return true
  if (startedAt(timeline, name) === undefined) return false
  if (healthCheck !== undefined) return firstSuccess(timeline, name) !== undefined
  const listening = new Set(listeningOf(timeline).map(({ port }) => port))
  return ports.every(({ port, protocol }) => protocol === 'udp' || listening.has(port))
}

/** Every way in which the waiting ends by the clock. */
function limits(stage: Stage, excused: Set<string>): Promise<Happening>[] {
  const { plan, recorder, maxWaitMs } = stage
  const { readyWithin } = plan.expect
  const first = recorder.until((timeline) => eventsOf(timeline, 'container-started')[0]?.atMs)
  return [
    ...(isOneShot(plan) ? [] : plan.containers.map((container) => limitOf(container, stage, excused))),
    ...(readyWithin === undefined || isOneShot(plan)
      ? []
      : [
          first
            .then((started) => reached(stage, started + readyWithin))
            .then((): Happening => ({ type: 'decided', why: 'not-ready-in-time', limitMs: readyWithin })),
        ]),
    maxWaitMs === undefined
      ? first.then((started) => waitsTooLong(stage, started))
      : reached(stage, maxWaitMs).then((): Happening => ({ type: 'decided', why: 'gave-up', limitMs: maxWaitMs })),
  ]
}

/** Until when a container has to be ready. Never resolves when it is, or when ECS does not ask for it. */
async function limitOf(container: ContainerPlan, stage: Stage, excused: Set<string>): Promise<Happening> {
  const { plan, recorder, emit } = stage
  const { name, essential, healthCheck } = container
  const started = await recorder.until((timeline) => startedAt(timeline, name))
  const limitMs = healthCheck === undefined ? listensWithinMs : latestVerdictMs(healthCheck)
  await reached(stage, started + limitMs)
  if (isReady(container, recorder.timeline)) return never
  const awaited = plan.containers.some(({ dependsOn }) => dependsOn.some((one) => one.container === name && one.condition === 'HEALTHY'))
  if (!essential && !(awaited && healthCheck !== undefined)) {
    excused.add(name)
    emit({ type: 'phase', name: `going on without "${name}"` })
    return never
  }
  return healthCheck === undefined
    ? { type: 'decided', why: 'not-ready-in-time', container: name, limitMs, detail: 'it does not listen on its ports' }
    : { type: 'decided', why: 'unhealthy', container: name, limitMs }
}

async function waitsTooLong(stage: Stage, started: number): Promise<Happening> {
  await reached(stage, started + dependenciesWithinMs)
  const { timeline } = stage.recorder
  const waiting = stage.plan.containers.find(
    ({ name }) => startedAt(timeline, name) === undefined && startFailureOf(timeline, name) === undefined,
  )
  if (waiting === undefined) return never
  const detail = `"${waiting.name}" still waits for ${waiting.dependsOn.map(({ container, condition }) => `"${container}" (${condition})`).join(', ')}`
  return { type: 'decided', why: 'gave-up', container: waiting.name, limitMs: dependenciesWithinMs, detail }
}

const never = new Promise<never>(() => undefined)

/** Resolves at a moment of the run; never, when the watching ends before. */
async function reached({ clock, signal }: Stage, atMs: number): Promise<void> {
  await clock.after(Math.max(0, atMs - clock.now()), signal).catch(() => never)
}
