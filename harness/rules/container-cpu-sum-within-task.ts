import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const containerCpuSumWithinTask: Rule = {
  id: 'container-cpu-sum-within-task',
  severity: 'error',
  about: "All containers' cpu together cannot be more than the task's. It is a weight among them, not a limit: it may be left out or 0.",
  *check(definition) {
    const { cpu, containerDefinitions } = definition
    if (cpu === undefined || !onFargate(definition)) return
    const parts = containerDefinitions.filter((container) => (container.cpu ?? 0) > 0)
    const sum = parts.reduce((total, container) => total + (container.cpu ?? 0), 0)
    if (sum <= cpu) return
    yield {
      message: `the containers have ${sum} CPU units together (${parts.map((container) => `${container.name} ${container.cpu ?? 0}`).join(', ')}), the task only ${cpu}`,
      remedy: `take ${sum - cpu} units from the containers, or give the task more`,
      ...recorded("The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."),
      path: ['cpu'],
    }
  },
}
