import type { CheckOutcome } from '../findings/check-outcome.ts'
import { logsOf } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { containerPath } from './words.ts'

export const containerLeaksSecret: Check = {
  id: 'container-leaks-secret',
  about: 'A container does not print the value of a secret: its log group has more readers than its secrets have.',
  check({ plan, timeline }) {
    return plan.containers.flatMap((container): CheckOutcome[] => {
      const lines = logsOf(timeline, container.name).filter(({ leaked }) => leaked !== undefined)
      const [first] = lines
      if (first === undefined) return []
      const names = [...new Set(lines.flatMap(({ leaked = [] }) => leaked))]
      return [
        {
          id: this.id,
          container: container.name,
          outcome: 'fail',
          message: `${container.name} printed the value of ${names.join(', ')}`,
          findings: [
            {
              id: this.id,
              severity: 'warning',
              confidence: 'certain',
              message: `"${container.name}" prints the value of ${names.join(', ')} (${lines.length} line${lines.length === 1 ? '' : 's'}); on AWS it would stand in the log group`,
              remedy: 'Leave the value out of the log line. It is masked in everything that this tool prints.',
              container: container.name,
              path: containerPath(container, 'secrets'),
              evidence: [{ kind: 'log', text: first.text, atMs: first.atMs }],
            },
          ],
        },
      ]
    })
  },
}
