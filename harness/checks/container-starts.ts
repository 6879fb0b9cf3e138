import type { CheckOutcome } from '../findings/check-outcome.ts'
import { eventsOf, startedAt } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { containerPath } from './words.ts'

export const containerStarts: Check = {
  id: 'container-starts',
  about: 'Every container can be created and started by the engine: its command exists, its user exists, its limits are accepted.',
  check({ plan, timeline }) {
    return plan.containers.flatMap((container): CheckOutcome[] => {
      const { name } = container
      const failed = eventsOf(timeline, 'container-start-failed', name)[0]
      if (failed === undefined) {
        const at = startedAt(timeline, name)
        return [
          {
            id: this.id,
            container: name,
            outcome: at === undefined ? ('skip' as const) : ('pass' as const),
            message: at === undefined ? `${name} was not started` : `${name} started`,
            findings: [],
          },
        ]
      }
      const dependency = failed.reason.startsWith('dependency graph:')
      return [
        {
          id: this.id,
          container: name,
          outcome: 'fail' as const,
          message: `${name} could not be started`,
          findings: [
            {
              id: this.id,
              severity: 'error' as const,
              confidence: 'certain' as const,
              message: `"${name}" could not be started: ${failed.reason}`,
              remedy: dependency
                ? `Look at the container it waits for: its health check, its exit code, or its startTimeout.`
                : `Correct "command", "entryPoint", "workingDirectory" or "user" of "${name}", or its image: what they name has to be in the image and executable.`,
              ecs: `CannotStartContainerError: ${dependency ? '' : 'ResourceInitializationError: '}${failed.reason}`,
              ecsSource: 'composed' as const,
              container: name,
              path: containerPath(container),
              evidence: [{ kind: 'exit' as const, text: failed.reason, atMs: failed.atMs }],
            },
          ],
        },
      ]
    })
  },
}
