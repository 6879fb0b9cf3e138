import type { Finding } from '../findings/finding.ts'
import { eventsOf } from '../timeline/questions.ts'
import type { Cause } from './cause.ts'

export const outOfMemory: Cause = {
  id: 'out-of-memory',
  about: 'The kernel killed a container because it used more memory than it or its task is given.',
  recognise({ plan, timeline }) {
    return eventsOf(timeline, 'container-stopped')
      .filter(({ oomKilled }) => oomKilled)
      .flatMap(({ container: name, exitCode, atMs }): Finding[] => {
        const container = plan.containers.find((candidate) => candidate.name === name)
        if (container === undefined) return []
        return [
          {
            id: this.id,
            // ECS goes on without a container that is not essential.
            severity: container.essential ? 'error' : 'warning',
            confidence: 'certain',
            message: `"${name}" used more than its ${container.memoryMiB ?? 'given'} MiB of memory and ${exitCode === 137 ? 'was killed' : 'a process in it was killed'}`,
            remedy: `Raise "memory" of the task or of "${name}", or bound what the application uses (its runtime's heap limit has to stay below the container's).`,
            ecs: 'OutOfMemoryError: Container killed due to memory usage',
            ecsSource: 'recorded',
            container: name,
            path: ['containerDefinitions', container.index],
            evidence: [{ kind: 'flag', text: `OOMKilled, exit code ${exitCode}`, atMs }],
          },
        ]
      })
  },
}
