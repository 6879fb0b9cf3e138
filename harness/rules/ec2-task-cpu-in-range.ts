import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const ec2TaskCpuInRange: Rule = {
  id: 'ec2-task-cpu-in-range',
  severity: 'error',
  about: "Where Fargate's table does not hold, a task's cpu is between 128 and 196608 CPU units (0.125 to 192 vCPUs).",
  *check(definition) {
    const { cpu } = definition
    if (cpu === undefined || onFargate(definition) || (cpu >= 128 && cpu <= 196_608)) return
    yield {
      message: `the task's cpu of ${cpu} units is not between 128 and 196608`,
      remedy: cpu < 128 ? 'write at least "128"' : 'write at most "196608"',
      ...recorded("Invalid 'cpu' setting for task."),
      path: ['cpu'],
    }
  },
}
