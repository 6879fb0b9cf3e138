import { quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateNoPlacementConstraints: Rule = {
  id: 'fargate-no-placement-constraints',
  severity: 'error',
  about: 'Fargate has no instances to choose among.',
  *check(definition) {
    if (!onFargate(definition) || definition.placementConstraints.length === 0) return
    yield {
      message: 'placementConstraints choose among instances, which Fargate has not',
      remedy: 'take them out',
      ...recorded('Fargate compatible task definitions do not support constraints'),
      path: ['placementConstraints'],
    }
  },
}

export const placementConstraintIsValid: Rule = {
  id: 'placement-constraint-is-valid',
  severity: 'error',
  about:
    'At most ten placement constraints, each with an expression of the cluster query language, where an attribute reads attribute:ecs.instance-type, in the singular.',
  *check(definition) {
    const { placementConstraints } = definition
    if (placementConstraints.length > 10) {
      yield {
        message: `${placementConstraints.length} placement constraints, where 10 are allowed`,
        remedy: 'join some of them with "and"',
        path: ['placementConstraints'],
      }
    }
    for (const [index, { expression }] of placementConstraints.entries()) {
      if (expression === undefined || !/\battributes:/.test(expression)) continue
      yield {
        message: `the expression ${quoted(expression)} says attributes:, where the language has attribute:`,
        remedy: `write ${quoted(expression.replace(/\battributes:/g, 'attribute:'))}`,
        ...composed(`constraint.expression '${expression}' is invalid.`),
        path: ['placementConstraints', index, 'expression'],
      }
    }
  },
}
