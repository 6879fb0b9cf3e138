import type { Rule } from './rule.ts'

/** A task without an essential container would have nothing that keeps it alive. */
export const oneEssentialContainer: Rule = {
  id: 'one-essential-container',
  severity: 'error',
  about:
    'At least one container of a task must be essential: when it stops, the task stops. A container is essential unless it says "essential": false.',
  *check(definition) {
    const { containerDefinitions } = definition
    const known = containerDefinitions.every((container) => definition.knows(['containerDefinitions', container.index, 'essential']))
    if (containerDefinitions.length === 0 || !known || containerDefinitions.some((container) => container.essential)) return
    const first = containerDefinitions[0]?.name ?? ''
    yield {
      message:
        containerDefinitions.length === 1
          ? `${first}, the only container, is not essential`
          : `none of the ${containerDefinitions.length} containers is essential`,
      remedy: `make the container that does the task's work essential${containerDefinitions.length === 1 ? `: "${first}"` : ''}`,
      ecs: "Task definition doesn't have any essential container",
      ecsSource: 'recorded',
      path: ['containerDefinitions'],
    }
  },
}
