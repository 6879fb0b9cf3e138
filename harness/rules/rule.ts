import type { Finding } from '../findings/finding.ts'
import type { Remediable } from '../findings/remedy.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** One thing that ECS would refuse, or that would surprise. It reads the definition and nothing else. */
export interface Rule extends Remediable {
  /**
   * What is wrong. A draft whose path is not known (a placeholder, a value of the wrong kind) is dropped by `applyRules`;
   * a rule asks `definition.knows` itself only about other paths.
   */
  check(definition: TaskDefinition, context: RuleContext): Iterable<Draft>
}

/** What rules may know besides the definition. All of it is optional. */
export interface RuleContext {
  /** The definition is about to be started, so that what CI fills in later has to be there. */
  readonly starting?: boolean
  /** What the service around the task says, as the settings have it. */
  readonly service?: {
    readonly healthCheckGracePeriodSeconds?: number
    readonly targetGroup?: { readonly container: string; readonly port: number }
  }
}

/** A finding as its rule gives it: id and severity are the rule's unless it says otherwise, confidence is `certain`. */
export type Draft = Omit<Finding, 'id' | 'severity' | 'confidence' | 'file' | 'line' | 'column' | 'ignored'> &
  Partial<Pick<Finding, 'severity' | 'confidence'>>
