import { playTask } from '../../harness/agent/play-task.ts'
import type { TaskPlan } from '../../harness/plan/task.ts'
import { openScriptedTask, type TaskScript } from '../../harness/runtime/scripted.ts'
import type { TimelineEvent } from '../../harness/timeline/event.ts'
import { createRecorder, type Timeline } from '../../harness/timeline/recorder.ts'
import { fakeClock } from './fake-clock.ts'

export interface Playing {
  readonly maxWaitMs?: number
  /** Ctrl-C comes then. */
  readonly abortAtMs?: number
}

/** The agent with a scripted task on a fake clock: what it recorded. */
export async function play(plan: TaskPlan, script: TaskScript, { maxWaitMs, abortAtMs }: Playing = {}): Promise<Timeline> {
  const clock = fakeClock()
  const recorder = createRecorder({ now: () => clock.now() })
  const control = new AbortController()
  if (abortAtMs !== undefined) void clock.after(abortAtMs).then(() => control.abort(new Error('interrupted')))
  await using task = openScriptedTask(script, clock, recorder.emit)
  const { signal } = control
  await clock.play(
    playTask({ plan, task, clock, recorder, emit: recorder.emit, signal, ...(maxWaitMs === undefined ? {} : { maxWaitMs }) }),
  )
  return { events: [...recorder.timeline.events], logLinesDropped: recorder.timeline.logLinesDropped }
}

/** `api started at 0`, `api ended with 0 at 3400` …: the order of things, for a person to read. */
export function story({ events }: Timeline): string[] {
  return events.flatMap((event) => {
    const line = told(event)
    return line === undefined ? [] : [`${line} at ${event.atMs}`]
  })
}

function told(event: TimelineEvent): string | undefined {
  if (event.type === 'container-started') return `${event.container} started`
  if (event.type === 'container-start-failed') return `${event.container} failed to start`
  if (event.type === 'container-stopped') return `${event.container} ended with ${event.exitCode}`
  if (event.type === 'stop-requested') return `${event.container} asked to stop`
  if (event.type !== 'decided') return undefined
  return `decided ${event.why}${event.container === undefined ? '' : ` (${event.container})`}`
}
