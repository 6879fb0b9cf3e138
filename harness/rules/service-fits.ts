import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { portsOf } from './port-ranges.ts'
import type { Rule } from './rule.ts'

export const targetGroupPortExists: Rule = {
  id: 'target-group-port-exists',
  severity: 'error',
  about: "The service's load balancer sends its requests to a container and port that the definition has.",
  *check(definition, { service }) {
    const target = service?.targetGroup
    if (target === undefined || !definition.knowsAll(['containerDefinitions'])) return
    const container = definition.containerDefinitions.find((one) => one.name === target.container)
    if (container === undefined) {
      const names = definition.containerDefinitions.map((one) => one.name).join(', ')
      yield {
        message: `the load balancer's container ${quoted(target.container)} is none of the task's: ${names}`,
        remedy: 'correct service.targetGroup.container in the settings, or the name here',
        ...recorded(`The container ${target.container} does not exist in the task definition.`),
        path: ['containerDefinitions'],
      }
      return
    }
    const mapped = container.portMappings
      .map(portsOf)
      .some((range) => range !== undefined && range.first <= target.port && target.port <= range.last)
    if (!mapped)
      yield {
        message: `the load balancer sends to port ${target.port} of ${container.name}, which has no such containerPort`,
        remedy: `add { "containerPort": ${target.port} } to its portMappings`,
        ...recorded(`The container ${container.name} did not have a container port ${target.port} defined.`),
        ...at(container, 'portMappings'),
      }
  },
}

export const gracePeriodCoversStartPeriod: Rule = {
  id: 'grace-period-covers-start-period',
  severity: 'warning',
  about:
    "healthCheckGracePeriodSeconds of the service is how long ECS does not mind what the load balancer says of a new task. A container that is given a longer start period by its own health check may be stopped by the load balancer's before it is over.",
  *check(definition, { service }) {
    const target = service?.targetGroup
    const container = definition.containerDefinitions.find((one) => one.name === target?.container)
    const startPeriod = container?.healthCheck?.startPeriod ?? 0
    const grace = service?.healthCheckGracePeriodSeconds ?? 0
    if (container === undefined || startPeriod <= grace) return
    yield {
      confidence: 'likely',
      message: `${container.name} has a start period of ${startPeriod} s, the service a grace period of ${grace} s: from then on the load balancer can have the task stopped`,
      remedy: `raise the service's healthCheckGracePeriodSeconds to ${startPeriod} or more`,
      ...at(container, 'healthCheck', 'startPeriod'),
    }
  },
}
