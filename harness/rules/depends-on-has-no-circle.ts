import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at } from './at.ts'
import { composed } from './ecs-says.ts'
import type { Rule } from './rule.ts'

/** Nobody quotes what AWS says to it at registration; the agent's reason at run time is known. */
export const dependsOnHasNoCircle: Rule = {
  id: 'depends-on-has-no-circle',
  severity: 'error',
  about: 'Containers that wait for each other in a circle can never start. links and volumesFrom make a container wait, too.',
  *check(definition) {
    const told = new Set<string>()
    for (const container of definition.containerDefinitions) {
      const circle = circleFrom(container.name, definition)
      const names = [...new Set(circle)].sort().join(' ')
      if (circle === undefined || told.has(names)) continue
      told.add(names)
      const index = container.dependsOn.findIndex((edge) => edge.containerName === circle[1])
      yield {
        ...(index === -1 ? { confidence: 'likely' as const } : {}),
        message:
          circle.length === 2 ? `${container.name} waits for itself` : `containers wait for each other in a circle: ${circle.join(' → ')}`,
        remedy: 'take one of the dependencies out',
        ...composed('TaskDependencyError: Task dependencies cannot be resolved'),
        ...(index === -1 ? at(container) : at(container, 'dependsOn', index)),
      }
    }
  },
}

/** The way from a container back to itself, if there is one: `[a, b, a]`. */
function circleFrom(start: string, definition: TaskDefinition): readonly string[] | undefined {
  const seen = new Set<string>()
  let ways: readonly (readonly string[])[] = [[start]]
  // Breadth first, so that the circle that is told is the shortest one.
  while (ways.length > 0) {
    const next: (readonly string[])[] = []
    for (const way of ways) {
      for (const name of waitsFor(way.at(-1) ?? '', definition.containerDefinitions)) {
        if (name === start) return [...way, name]
        if (seen.has(name)) continue
        seen.add(name)
        next.push([...way, name])
      }
    }
    ways = next
  }
  return undefined
}

function waitsFor(name: string, containers: readonly ContainerDefinition[]): readonly string[] {
  const container = containers.find((one) => one.name === name)
  if (container === undefined || name === '') return []
  const links = container.links.map((link) => link.split(':')[0] ?? '')
  return [
    ...container.dependsOn.map((edge) => edge.containerName),
    ...container.volumesFrom.map((from) => from.sourceContainer ?? ''),
    ...links,
  ].filter((one) => one !== '')
}
