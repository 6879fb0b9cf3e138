import type { TaskPlan } from '../plan/task.ts'
import type { RunningTask } from '../runtime/runtime.ts'
import type { Emit, Happening } from '../timeline/event.ts'
import { decisionOf, exitOf } from '../timeline/questions.ts'
import type { Recorder, Timeline } from '../timeline/recorder.ts'
import type { Clock } from '../waiting/clock.ts'
import { awaitReadiness } from './await-readiness.ts'
import { probeUntilReady } from './prober.ts'
import { askTargetGroup, askSmokeRequests } from './requests.ts'
import { startInOrder } from './start-order.ts'
import { settle } from './settle.ts'
import { stopInOrder } from './stop-order.ts'

/** What the agent is handed: it reaches for nothing by itself. */
export interface Stage {
  readonly plan: TaskPlan
  readonly task: RunningTask
  readonly clock: Clock
  readonly recorder: Recorder
  readonly emit: Emit
  /** Aborts at Ctrl-C: everything ends at once. */
  readonly signal: AbortSignal
  /** `--max-wait`. */
  readonly maxWaitMs?: number
}

/**
 * Plays the ECS agent with one task: starts its containers in order, watches them until ECS would have decided, and stops
 * them in order. What happened is in the timeline; nothing is returned. Rejects when the engine went away or the signal fired.
 */
export async function playTask(stage: Stage): Promise<void> {
  const { task, signal, emit, recorder } = stage
  const over = new AbortController()
  const playing = AbortSignal.any([signal, over.signal])
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(signal.reason as Error)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
  })
  aborted.catch(() => undefined)
  try {
    await Promise.race([watch({ ...stage, signal: playing }), task.lost, aborted])
  } finally {
    over.abort()
  }
  // How it stops is asked of a task that would stay: one that failed is removed at once.
  if (decisionOf(recorder.timeline)?.why !== 'settled') return
  emit({ type: 'phase', name: 'stopping' })
  await Promise.race([stopInOrder(stage), task.lost, aborted])
}

async function watch(stage: Stage): Promise<void> {
  const { plan, emit, recorder } = stage
  emit({ type: 'phase', name: 'starting' })
  const background = [
    startInOrder(stage),
    ...plan.containers.filter(({ healthCheck }) => healthCheck !== undefined).map((container) => probeUntilReady(stage, container)),
  ]
  // What goes wrong in the background must end the watching, not the process.
  const failure = Promise.all(background).then(() => new Promise<never>(() => undefined))
  const decision = await Promise.race([awaitReadiness(stage), failure])
  if (decision !== undefined) {
    emit(decision)
    return
  }
  emit({ type: 'phase', name: 'ready' })
  // An essential container that ends is noticed whatever the agent is doing at that moment.
  const exited = recorder.until((timeline) => exitDecision(plan, timeline))
  const rest = async () => {
    await askTargetGroup(stage)
    await askSmokeRequests(stage)
    return settle(stage)
  }
  emit(await Promise.race([rest(), exited, failure]))
}

/** Any exit of an essential container stops the task, exit code 0 included. */
function exitDecision(plan: TaskPlan, timeline: Timeline): Happening | undefined {
  const exited = plan.containers.find(({ name, essential }) => essential && exitOf(timeline, name) !== undefined)
  return exited === undefined ? undefined : { type: 'decided', why: 'essential-container-exited', container: exited.name }
}
