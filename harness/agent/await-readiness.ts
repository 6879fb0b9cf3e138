import { latestVerdictMs } from '../health/worst-case.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { Happening } from '../timeline/event.ts'
import { eventsOf, exitOf, firstSuccess, listeningOf, startedAt, stopOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Stage } from './play-task.ts'

/** A container without a health check is waited for this long to listen on its ports; ECS itself asks nobody then. */
const listensWithinMs = 60_000

/**
 * Waits until every container is ready, or until ECS would have decided against the task. Undefined: all are ready.
 * Otherwise what was decided, and why.
 */
export async function awaitReadiness(stage: Stage): Promise<Happening | undefined> {
  const { plan, recorder } = stage
  const over = new AbortController()
  const bounded: Stage = { ...stage, signal: AbortSignal.any([stage.signal, over.signal]) }
  const ready = recorder.until((timeline) => decide(plan, timeline))
  try {
    const outcome = await Promise.race([ready, ...limits(bounded)])
    return outcome === 'ready' ? undefined : outcome
  } finally {
    over.abort()
  }
}

function decide(plan: TaskPlan, timeline: Timeline): 'ready' | Happening | undefined {
  const oneShot = plan.expect.exit !== null && plan.expect.exit !== undefined
  for (const { name, essential } of plan.containers) {
    if (essential && exitOf(timeline, name) !== undefined) return { type: 'decided', why: 'essential-container-exited', container: name }
    const failed = eventsOf(timeline, 'container-start-failed', name)[0]
    if (failed !== undefined && essential) {
      const dependency = failed.reason.startsWith('dependency graph:')
      return { type: 'decided', why: dependency ? 'dependency-failed' : 'start-failed', container: name, detail: failed.reason }
    }
  }
  if (oneShot) return undefined
  return plan.containers.every((container) => isReady(container, timeline)) ? 'ready' : undefined
}

function isReady(container: ContainerPlan, timeline: Timeline): boolean {
  const { name, essential, healthCheck, ports } = container
  if (!essential && (stopOf(timeline, name) !== undefined || eventsOf(timeline, 'container-start-failed', name).length > 0)) return true
  if (startedAt(timeline, name) === undefined) return false
  if (healthCheck !== undefined) return firstSuccess(timeline, name) !== undefined
  const listening = new Set(listeningOf(timeline).map(({ port }) => port))
  return ports.every(({ port, protocol }) => protocol === 'udp' || listening.has(port))
}

/** Every way in which the waiting ends by the clock. */
function limits({ plan, clock, recorder, signal, maxWaitMs }: Stage): Promise<Happening>[] {
  const never = new Promise<never>(() => undefined)
  const at = async (milliseconds: number, happening: Happening): Promise<Happening> => {
    await clock.after(Math.max(0, milliseconds - clock.now()), signal).catch(() => never)
    return happening
  }
  const oneShot = plan.expect.exit !== null && plan.expect.exit !== undefined
  const byContainer = plan.containers.map(async (container): Promise<Happening> => {
    const started = await recorder.until((timeline) => startedAt(timeline, container.name))
    if (oneShot || !container.essential) return never
    if (container.healthCheck !== undefined) {
      const limitMs = Math.max(latestVerdictMs(container.healthCheck), 0)
      await at(started + limitMs, { type: 'phase', name: 'deadline' })
      return firstSuccess(recorder.timeline, container.name) === undefined
        ? { type: 'decided', why: 'unhealthy', container: container.name, limitMs }
        : never
    }
    await at(started + listensWithinMs, { type: 'phase', name: 'deadline' })
    return isReady(container, recorder.timeline)
      ? never
      : {
          type: 'decided',
          why: 'not-ready-in-time',
          container: container.name,
          limitMs: listensWithinMs,
          detail: 'it does not listen on its ports',
        }
  })
  const { readyWithin } = plan.expect
  const first = recorder.until((timeline) => eventsOf(timeline, 'container-started')[0]?.atMs)
  return [
    ...byContainer,
    ...(readyWithin === undefined || oneShot
      ? []
      : [first.then((started) => at(started + readyWithin, { type: 'decided', why: 'not-ready-in-time', limitMs: readyWithin }))]),
    ...(maxWaitMs === undefined ? [] : [at(maxWaitMs, { type: 'decided', why: 'gave-up', limitMs: maxWaitMs })]),
  ]
}
