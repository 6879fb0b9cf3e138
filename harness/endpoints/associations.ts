import { json } from './http-server.ts'
import type { LiveTask } from './live-task.ts'
import type { Route } from './router.ts'
import { unknownContainer, unknownTask } from './unknown-endpoint.ts'

/** Accelerators are associated with tasks on EC2 only: on Fargate the paths answer, and there is nothing behind them. */
export function associationRoutes(task: LiveTask): readonly Route[] {
  return [associations(task, 3), association(task, 3), associations(task, 4), association(task, 4)]
}

function associations(task: LiveTask, version: 3 | 4): Route {
  return {
    pattern: new RegExp(`^/v${version}/([^/]*)/associations/[^/]*$`),
    answer: (_asked, id = '') =>
      task.containerById(id) === undefined
        ? json(400, `V${version} container associations handler: ${unknownContainer(id).replace('container ID', 'container id')}`)
        : json(200, { Associations: [] }),
  }
}

function association(task: LiveTask, version: 3 | 4): Route {
  const none = (type: string, name: string) => `unable to get association from association type ${type} and association name ${name}`
  return {
    pattern: new RegExp(`^/v${version}/([^/]*)/associations/([^/]*)/(.*)$`),
    answer: (_asked, id = '', type = '', name = '') =>
      task.containerById(id) === undefined
        ? json(400, `V${version} container associations handler: ${unknownTask(id)}`)
        : json(400, `Unable to write container association response: ${none(type, name)}`),
  }
}
