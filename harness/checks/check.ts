import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { Timeline } from '../timeline/recorder.ts'

/** What a check may look at. */
export interface CheckContext {
  readonly plan: TaskPlan
  readonly timeline: Timeline
}

/** Something ECS or the author would have minded, read off the timeline. */
export interface Check {
  /** The name of its file. It states the wish. */
  readonly id: string
  /** What it looks at and why, in a sentence or two. */
  readonly about: string
  /** One outcome for each thing it applies to; none where it applies to nothing of this task. */
  check(context: CheckContext): readonly CheckOutcome[]
}
