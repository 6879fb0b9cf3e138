import { startedAt, stopOf } from '../timeline/questions.ts'
import type { Stage } from './play-task.ts'

/** The engine gets this much longer than a container's own stopTimeout before the waiting ends. */
const slackMs = 15_000

/** Stops what still runs: a container only after every one that depends on it, independent ones side by side. */
export async function stopInOrder({ plan, task, emit, recorder, clock }: Stage): Promise<void> {
  const stopping = new Map<string, Promise<void>>()
  const stop = (name: string): Promise<void> => {
    const known = stopping.get(name)
    if (known !== undefined) return known
    const promise = (async () => {
      const dependents = plan.containers.filter(({ dependsOn }) => dependsOn.some(({ container }) => container === name))
      await Promise.all(dependents.map((dependent) => stop(dependent.name)))
      const container = plan.containers.find((candidate) => candidate.name === name)
      if (container === undefined || startedAt(recorder.timeline, name) === undefined || stopOf(recorder.timeline, name) !== undefined)
        return
      const stopTimeoutMs = container.stopTimeoutSeconds * 1000
      emit({ type: 'stop-requested', container: name, signal: container.stopSignal, stopTimeoutMs })
      await task.stop(name, container.stopTimeoutSeconds)
      const over = new AbortController()
      await Promise.race([
        recorder.until((timeline) => stopOf(timeline, name)),
        clock.after(stopTimeoutMs + slackMs, over.signal).catch(() => undefined),
      ])
      over.abort()
    })()
    stopping.set(name, promise)
    return promise
  }
  await Promise.all(plan.containers.map(({ name }) => stop(name)))
}
