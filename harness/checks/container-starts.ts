import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { ContainerStartFailed } from '../timeline/event.ts'
import { startedAt, startFailureOf } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { containerPath } from './words.ts'

export const containerStarts: Check = {
  id: 'container-starts',
  about: 'Every container can be created and started by the engine: its command exists, its user exists, its limits are accepted.',
  check({ plan, timeline }) {
    return plan.containers.flatMap((container): CheckOutcome[] => {
      const { name } = container
      const failed = startFailureOf(timeline, name)
      if (failed === undefined) {
        const at = startedAt(timeline, name)
        return [
          {
            id: this.id,
            container: name,
            outcome: at === undefined ? 'skip' : 'pass',
            message: at === undefined ? `${name} was not started` : `${name} started`,
            findings: [],
          },
        ]
      }
      return [
        {
          id: this.id,
          container: name,
          outcome: 'fail',
          message: `${name} could not be started`,
          findings: [notStarted(container, failed)],
        },
      ]
    })
  },
}

function notStarted(container: ContainerPlan, { reason, dependency, atMs }: ContainerStartFailed): Finding {
  const { name, essential } = container
  return {
    id: 'container-starts',
    // ECS goes on without a container that is not essential.
    severity: essential ? 'error' : 'warning',
    confidence: 'certain',
    message: `"${name}" could not be started: ${reason}`,
    remedy:
      dependency === undefined
        ? `Correct "command", "entryPoint", "workingDirectory" or "user" of "${name}", or its image: what they name has to be in the image and executable.`
        : `Look at "${dependency}", which it waits for: its health check, its exit code, or its startTimeout.`,
    container: name,
    path: containerPath(container, ...(dependency === undefined ? [] : ['dependsOn'])),
    evidence: [{ kind: 'exit', text: reason, atMs }],
    ...whatEcsSays(reason, dependency),
  }
}

/** The agent's own words stand in the reason; where it has none, neither have we. */
function whatEcsSays(reason: string, dependency: string | undefined): Pick<Finding, 'ecs' | 'ecsSource'> {
  if (dependency === undefined) return { ecs: `CannotStartContainerError: ResourceInitializationError: ${reason}`, ecsSource: 'composed' }
  return reason.startsWith('dependency graph:') ? { ecs: `CannotStartContainerError: ${reason}`, ecsSource: 'composed' } : {}
}
