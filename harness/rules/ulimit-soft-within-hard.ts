import { at } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const ulimitSoftWithinHard: Rule = {
  id: 'ulimit-soft-within-hard',
  severity: 'error',
  about: 'The soft limit is what a program gets at first, the hard limit what it may raise it to.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { name, softLimit, hardLimit }] of container.ulimits.entries()) {
        // -1 is "unlimited".
        const exceeds = hardLimit !== -1 && (softLimit === -1 || softLimit > hardLimit)
        if (!exceeds || !definition.knows(at(container, 'ulimits', index, 'hardLimit').path)) continue
        yield {
          message: `the soft limit of ${name}, ${softLimit}, exceeds the hard limit of ${hardLimit}`,
          remedy: `lower softLimit to ${hardLimit}, or raise hardLimit`,
          ...recorded(`Soft limit exceeds hard limit for ulimit ${name}`),
          ...at(container, 'ulimits', index, 'softLimit'),
        }
      }
    }
  },
}
