import type { Finding } from '../findings/finding.ts'
import type { Settings } from '../settings/schema.ts'
import type { TaskPlan } from './task.ts'

/** What the settings ask for and the plan does not give. */
export function unmetExpectations({ containers }: Pick<TaskPlan, 'containers'>, { expect, network }: Settings): readonly Finding[] {
  const set = new Set(containers.flatMap(({ environment }) => environment.map(({ name }) => name)))
  const unset = expect.requires.filter((name) => !set.has(name))
  return [
    ...unset.map((name): Finding => ({
      id: 'required-variable-is-set',
      severity: 'error',
      confidence: 'certain',
      message: `${name} is required (expect.requires), and no container is given it`,
      remedy: `Add ${name} to "secrets" or "environment" of the container that reads it, or take it out of expect.requires.`,
      path: ['containerDefinitions'],
    })),
    ...(network.egress === 'closed' ? [] : [egressStaysClosed()]),
  ]
}

/** Silence would let a test pass that never reached its service. */
function egressStaysClosed(): Finding {
  return {
    id: 'settings-are-understood',
    severity: 'error',
    confidence: 'certain',
    message: 'network.egress: the task has no way out in this version, and the settings ask for one',
    remedy: 'Set network.egress to closed, or remove it.',
  }
}
