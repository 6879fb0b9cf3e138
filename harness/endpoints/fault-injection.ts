import { json } from './http-server.ts'
import type { LiveTask } from './live-task.ts'
import type { Route } from './router.ts'
import { unknownTask } from './unknown-endpoint.ts'

/**
 * `$ECS_AGENT_URI/fault/v1/…`: faults in the task's network. They are not played here. A task that has not enabled them
 * gets ECS's refusal; one that has gets ECS's internal error, with the reason behind it.
 */
export function faultInjectionRoutes(task: LiveTask): readonly Route[] {
  return [
    {
      pattern: /^\/api\/([^/]*)\/fault\/v1\/network-(?:blackhole-port|latency|packet-loss)\/(?:start|stop|status)$/,
      methods: ['POST'],
      answer: (_asked, id = '') => {
        if (task.containerById(id) === undefined) return json(404, { Error: unknownTask(id) })
        return task.facts.enableFaultInjection
          ? json(500, { Error: 'internal error: ecs-preflight does not emulate fault injection' })
          : json(400, { Error: `enableFaultInjection is not enabled for task: ${task.taskArn}` })
      },
    },
  ]
}
