import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { ContainerDependency } from '../task-definition/container-dependency.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const dependsOnContainerExists: Rule = {
  id: 'depends-on-container-exists',
  severity: 'error',
  about: 'dependsOn names another container of the same task.',
  *check(definition) {
    const { containerDefinitions } = definition
    if (!containerDefinitions.every((container) => definition.knows(at(container, 'name').path))) return
    for (const { container, index, edge, target } of edges(definition)) {
      if (target !== undefined || edge.containerName === '') continue
      const names = containerDefinitions.map((one) => one.name).filter((name) => name !== container.name)
      yield {
        message: `${container.name} waits for ${quoted(edge.containerName)}, which the task has not`,
        remedy: names.length === 0 ? 'take the dependency out' : `name one of ${names.join(', ')}`,
        ...recorded(`Cannot depend on container + '${edge.containerName}' because it does not exist`),
        ...at(container, 'dependsOn', index, 'containerName'),
      }
    }
  },
}

export const dependsOnCompleteNeedsNonEssential: Rule = {
  id: 'depends-on-complete-needs-non-essential',
  severity: 'error',
  about:
    'COMPLETE and SUCCESS wait for a container to stop. When an essential container stops, the whole task stops: what is waited for has to say "essential": false.',
  *check(definition) {
    for (const { container, index, edge, target } of edges(definition)) {
      if (target === undefined || (edge.condition !== 'COMPLETE' && edge.condition !== 'SUCCESS')) continue
      if (!target.essential || !definition.knows(at(target, 'essential').path)) continue
      yield {
        message: `${container.name} waits for ${target.name} to stop, but ${target.name} is essential: the task would stop with it`,
        remedy: `give ${target.name} "essential": false`,
        ...recorded('A dependency container with SUCCESS or COMPLETE condition cannot be an essential container'),
        ...at(container, 'dependsOn', index, 'condition'),
      }
    }
  },
}

export const dependsOnHealthyNeedsHealthCheck: Rule = {
  id: 'depends-on-healthy-needs-health-check',
  severity: 'error',
  about: "HEALTHY needs a healthCheck in the definition of the container that is waited for. An image's own HEALTHCHECK does not count.",
  *check(definition) {
    for (const { container, index, edge, target } of edges(definition)) {
      if (
        target === undefined ||
        edge.condition !== 'HEALTHY' ||
        target.healthCheck !== undefined ||
        !definition.knows(at(target, 'healthCheck').path)
      )
        continue
      yield {
        message: `${container.name} waits for ${target.name} to be HEALTHY, but ${target.name} has no healthCheck`,
        remedy: 'add one, or wait for START',
        ...recorded('A dependency container with HEALTHY condition must have health check configured'),
        ...at(container, 'dependsOn', index, 'condition'),
      }
    }
  },
}

export const dependsOnNeedsStartTimeout: Rule = {
  id: 'depends-on-needs-start-timeout',
  severity: 'warning',
  about:
    'A container that waits for another to be HEALTHY, or to stop, waits for ever unless the other one has a startTimeout (it belongs to the container that is waited for). The task sits in PENDING, for about three hours where a dependency stays UNHEALTHY.',
  *check(definition) {
    const told = new Set<string>()
    for (const { container, edge, target } of edges(definition)) {
      if (
        target === undefined ||
        edge.condition === 'START' ||
        edge.condition === '' ||
        target.startTimeout !== undefined ||
        told.has(target.name)
      )
        continue
      told.add(target.name)
      const until = edge.condition === 'HEALTHY' ? 'HEALTHY' : 'stopped'
      yield {
        message: `${container.name} waits until ${target.name} is ${until}, without end: ${target.name} has no startTimeout`,
        remedy: `give ${target.name} a startTimeout of up to 120 seconds`,
        ...at(target, 'startTimeout'),
      }
    }
  },
}

export const startTimeoutIsUsed: Rule = {
  id: 'start-timeout-is-used',
  severity: 'warning',
  about:
    'startTimeout belongs to the container that others wait for with HEALTHY, COMPLETE or SUCCESS. On a container that nobody waits for so, it does nothing.',
  *check(definition) {
    if (!definition.knowsAll(['containerDefinitions'])) return
    const waitedFor = new Set(
      edges(definition)
        .filter(({ edge }) => edge.condition !== 'START')
        .map(({ edge }) => edge.containerName),
    )
    for (const container of definition.containerDefinitions) {
      if (container.startTimeout === undefined || waitedFor.has(container.name)) continue
      const waits = container.dependsOn[0]?.containerName
      yield {
        message: `nobody waits for ${container.name}, so that its startTimeout does nothing`,
        remedy: waits === undefined ? 'take it out' : `move it to ${waits}: startTimeout belongs to the container that is waited for`,
        ...at(container, 'startTimeout'),
      }
    }
  },
}

interface Edge {
  readonly container: ContainerDefinition
  readonly index: number
  readonly edge: ContainerDependency
  readonly target: ContainerDefinition | undefined
}

function edges(definition: TaskDefinition): readonly Edge[] {
  const { containerDefinitions } = definition
  return containerDefinitions.flatMap((container) =>
    container.dependsOn.map((edge, index) => ({
      container,
      index,
      edge,
      target: edge.containerName === '' ? undefined : containerDefinitions.find((one) => one.name === edge.containerName),
    })),
  )
}
