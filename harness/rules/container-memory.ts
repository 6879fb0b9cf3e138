import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const containerMemoryIsGiven: Rule = {
  id: 'container-memory-is-given',
  severity: 'error',
  about:
    "Without a memory of the task, every container needs memory (a hard limit) or memoryReservation (a soft one). ECS looks at this before it looks at Fargate's pairs.",
  *check(definition) {
    if (definition.memory !== undefined || !definition.knows(['memory'])) return
    for (const container of definition.containerDefinitions) {
      const known = knows(definition, container, 'memory') && knows(definition, container, 'memoryReservation')
      if (!known || container.memory !== undefined || container.memoryReservation !== undefined) continue
      yield {
        message: `neither the task nor ${container.name} says how much memory there is`,
        remedy: 'give the task a memory, or the container memory or memoryReservation',
        ...recorded(
          `Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
        ),
        ...at(container),
      }
    }
  },
}

export const containerMemoryWithinTask: Rule = {
  id: 'container-memory-within-task',
  severity: 'error',
  about: "A container's memory cannot be greater than its task's.",
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { memory } = container
      if (memory === undefined || definition.memory === undefined || memory <= definition.memory) continue
      yield {
        message: `${container.name} has ${memory} MiB, the task only ${definition.memory}`,
        remedy: `lower it to ${definition.memory} or less, or give the task more`,
        ...recorded(`The 'memory' setting for container '${container.name}' is greater than for the task`),
        ...at(container, 'memory'),
      }
    }
  },
}

export const containerMemorySumWithinTask: Rule = {
  id: 'container-memory-sum-within-task',
  severity: 'error',
  about: "All containers' memory together cannot be more than the task's.",
  *check(definition) {
    const { containerDefinitions, memory } = definition
    const sum = total(containerDefinitions)
    // One container that is too large alone has a finding of its own.
    if (memory === undefined || sum <= memory || containerDefinitions.some((container) => (container.memory ?? 0) > memory)) return
    const parts = containerDefinitions
      .filter((container) => container.memory !== undefined)
      .map((container) => `${container.name} ${container.memory}`)
    yield {
      confidence: 'likely',
      message: `the containers have ${sum} MiB together (${parts.join(', ')}), the task only ${memory}`,
      remedy: `take ${sum - memory} MiB from the containers, or give the task more`,
      ...composed("The sum of all container 'memory' values cannot be greater than the value of the task 'memory'."),
      path: ['memory'],
    }
  },
}

export const containerMemoryLeavesRoom: Rule = {
  id: 'container-memory-leaves-room',
  severity: 'warning',
  about:
    "Some containers have a memory limit and take all of the task's memory, others have none: those share what is left, which is nothing once the first use what they were promised.",
  *check(definition) {
    const { containerDefinitions, memory } = definition
    const without = containerDefinitions.filter((container) => container.memory === undefined && knows(definition, container, 'memory'))
    if (memory === undefined || without.length === 0 || total(containerDefinitions) !== memory) return
    const first = containerDefinitions.find((container) => container.memory !== undefined)
    if (first === undefined) return
    const names = without.map((container) => container.name).join(', ')
    yield {
      message: `the limits of the other containers add up to all ${memory} MiB of the task: nothing is left for ${names}`,
      remedy: `lower ${first.name}'s memory, or give the task more`,
      ...at(first, 'memory'),
    }
  },
}

export const memoryReservationWithinMemory: Rule = {
  id: 'memory-reservation-within-memory',
  severity: 'error',
  about: 'memoryReservation is the soft limit, memory the hard one above it.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { memory, memoryReservation } = container
      if (memory === undefined || memoryReservation === undefined || memoryReservation <= memory) continue
      yield {
        message: `${container.name} reserves ${memoryReservation} MiB, more than its hard limit of ${memory}`,
        remedy: `lower memoryReservation to ${memory} or less, or raise memory`,
        ...recorded("'memory' must be greater than or equal to 'memoryReservation'"),
        ...at(container, 'memoryReservation'),
      }
    }
  },
}

export const containerMemoryAtLeast6: Rule = {
  id: 'container-memory-at-least-6',
  severity: 'warning',
  about: 'No container runs with less than 6 MiB; the agent raises smaller values without a word.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const key of ['memory', 'memoryReservation'] as const) {
        const value = container[key]
        if (value !== undefined && value < 6)
          yield {
            message: `${container.name} has ${key} ${value}: the unit is MiB, and 6 is the least`,
            remedy: 'write at least 6',
            ...at(container, key),
          }
      }
    }
  },
}

function total(containers: readonly ContainerDefinition[]): number {
  return containers.reduce((sum, container) => sum + (container.memory ?? 0), 0)
}

function knows(definition: TaskDefinition, container: ContainerDefinition, key: string): boolean {
  return definition.knows(['containerDefinitions', container.index, key])
}
