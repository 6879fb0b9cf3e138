import type { ContainerPlan } from '../plan/container.ts'
import { eventsOf, startedAt, stopOf } from '../timeline/questions.ts'
import type { Stage } from './play-task.ts'

/** A program that never listens is asked after this long for the first time. */
const firstAfterMs = 300
/** Gaps grow by this factor, so that probing stays a small share of the container's CPU. */
const growth = 1.6
const firstGapMs = 250

/**
 * Runs the container's own health command: at once when it starts to listen or has been up for a moment, then with growing
 * gaps, until it succeeds or the container ends.
 */
export async function probeUntilReady(stage: Stage, container: ContainerPlan): Promise<void> {
  const { recorder, signal } = stage
  const ports = new Set(container.ports.map(({ port }) => port))
  await recorder.until((timeline) => startedAt(timeline, container.name))
  let heard = 0
  const listens = (more: number) =>
    recorder.until((timeline) => {
      const count = eventsOf(timeline, 'listening').filter(({ port }) => ports.size === 0 || ports.has(port)).length
      return count > more ? count : undefined
    })
  const ended = recorder.until((timeline) => stopOf(timeline, container.name))
  let gapMs = firstAfterMs
  for (;;) {
    const pause = new AbortController()
    const over = stage.clock.after(gapMs, AbortSignal.any([signal, pause.signal])).then(
      () => 'gap' as const,
      () => 'over' as const,
    )
    const next = await Promise.race([over, listens(heard), ended.then(() => 'over' as const)])
    pause.abort()
    if (next === 'over' || signal.aborted) return
    if (typeof next === 'number') heard = next
    const succeeded = await probeOnce(stage, container)
    if (succeeded || stopOf(recorder.timeline, container.name) !== undefined) return
    gapMs = Math.min(Math.max(firstGapMs, gapMs * growth), container.healthCheck?.intervalMs ?? 30_000)
  }
}

/** One probe, told to the timeline. */
export async function probeOnce({ task, emit, recorder, signal }: Stage, { name, healthCheck }: ContainerPlan): Promise<boolean> {
  if (healthCheck === undefined) return true
  const result = await task.probe(name, healthCheck)
  // A probe that the container's end cut off says nothing about its health.
  if (signal.aborted || stopOf(recorder.timeline, name) !== undefined) return false
  emit({ type: 'probe', container: name, ...result })
  return result.exitCode === 0
}
