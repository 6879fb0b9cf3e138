import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateCapabilities: Rule = {
  id: 'fargate-capabilities',
  severity: 'error',
  about: 'Of the Linux capabilities Fargate lets a container add SYS_PTRACE only. Any may be dropped.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const container of definition.containerDefinitions) {
      for (const [index, name] of (container.linuxParameters?.capabilities?.add ?? []).entries()) {
        if (name === 'SYS_PTRACE' || name === '') continue
        yield {
          message: `Fargate does not let ${container.name} add the capability ${quoted(name)}`,
          remedy: 'take it out; only SYS_PTRACE can be added',
          ...recorded(`${name} is not allowed on Fargate.`),
          ...at(container, 'linuxParameters', 'capabilities', 'add', index),
        }
      }
    }
  },
}
