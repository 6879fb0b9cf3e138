import type { Finding } from '../findings/finding.ts'
import type { EnvironmentRead } from '../image/environment-reads.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { Timeline } from '../timeline/recorder.ts'

/** What a cause may look at. */
export interface DiagnosisContext {
  readonly plan: TaskPlan
  readonly timeline: Timeline
  /** What the code of each container reads from its environment; empty where it could not be looked at. */
  readonly reads: ReadonlyMap<string, readonly EnvironmentRead[]>
}

/** One reason why a task does not stay: how it is recognised, and what to do. */
export interface Cause {
  /** The name of its file. */
  readonly id: string
  readonly about: string
  recognise(context: DiagnosisContext): readonly Finding[]
}
