import { quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateNetworkMode: Rule = {
  id: 'fargate-network-mode',
  severity: 'error',
  about: 'Fargate gives every task a network address of its own: networkMode must be there, and awsvpc. Without it ECS takes bridge.',
  *check(definition) {
    const { networkMode } = definition
    if (!onFargate(definition) || networkMode === 'awsvpc') return
    const message =
      networkMode === undefined
        ? 'networkMode is missing; ECS takes bridge then, which Fargate has not'
        : `Fargate has no networkMode ${quoted(networkMode)}`
    yield {
      message,
      remedy: 'write "networkMode": "awsvpc"',
      ...recorded("Fargate only supports network mode 'awsvpc'."),
      path: ['networkMode'],
    }
  },
}
