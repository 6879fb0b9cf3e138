import type { Severity } from './finding.ts'

/** What can be looked up about a kind of finding: `ecs-preflight rules ID`. */
export interface Documented {
  /** The name of its file. It states the wish. */
  readonly id: string
  readonly severity: Severity
  /** What it is about, why ECS minds, and what to do, in a few sentences. */
  readonly about: string
}
