import type { Finding } from '../findings/finding.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { applyEach } from './apply.ts'
import { awsvpcHostPort } from './awsvpc-host-port.ts'
import { fargateCpuMemoryPair } from './fargate-cpu-memory-pair.ts'
import { healthCheckForm } from './health-check-form.ts'
import { oneEssentialContainer } from './one-essential-container.ts'
import type { Rule, RuleContext } from './rule.ts'
import { secretArnNeedsSuffix } from './secret-arn-needs-suffix.ts'

export type { Draft, Rule, RuleContext } from './rule.ts'

/** Every rule there is. */
export const rules: readonly Rule[] = [awsvpcHostPort, fargateCpuMemoryPair, healthCheckForm, oneEssentialContainer, secretArnNeedsSuffix]

/** Everything that the rules have to say about a definition, each finding at its place, in the order of the file. */
export function applyRules(definition: TaskDefinition, context: RuleContext = {}): readonly Finding[] {
  return applyEach(rules, definition, context)
}
