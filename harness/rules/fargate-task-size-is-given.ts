import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateTaskCpuIsGiven = given('cpu', '"cpu": "256" is the smallest')
export const fargateTaskMemoryIsGiven = given('memory', '"memory": "512" is the smallest')

function given(key: 'cpu' | 'memory', smallest: string): Rule {
  return {
    id: `fargate-task-${key}-is-given`,
    severity: 'error',
    about: `Fargate needs the task's ${key} at the top of the definition; what the containers say does not count.`,
    *check(definition) {
      if (!onFargate(definition) || definition[key] !== undefined) return
      yield {
        message: `the task definition has no ${key} of its own`,
        remedy: `add it beside family: ${smallest}`,
        ...recorded(`Fargate requires that '${key}' be defined at the task level`),
        path: [key],
      }
    },
  }
}
