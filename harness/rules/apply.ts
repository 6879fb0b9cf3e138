import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import type { Draft, Rule, RuleContext } from './rule.ts'

/** Everything that some rules have to say about a definition, each at its place, in the order of the file. */
export function applyEach(rules: readonly Rule[], definition: TaskDefinition, context: RuleContext): readonly Finding[] {
  const findings: Finding[] = []
  for (const rule of rules) {
    for (const draft of rule.check(definition, context)) {
      if (draft.path === undefined || definition.knows(draft.path)) findings.push(locate(finding(rule, draft), definition))
    }
  }
  return findings.sort((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0))
}

function finding(rule: Rule, draft: Draft): Finding {
  const { severity = rule.severity, confidence = 'certain', ...rest } = draft
  return { id: rule.id, severity, confidence, ...rest }
}
