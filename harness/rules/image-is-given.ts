import { at } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

/** Where CI writes the image into the file, only a start needs it. */
export const imageIsGiven: Rule = {
  id: 'image-is-given',
  severity: 'warning',
  about:
    'A container needs an image. Many repositories leave it out because CI writes it into the file: a warning as long as nothing is started; give it with --image CONTAINER=REF.',
  *check(definition, { starting = false }) {
    for (const container of definition.containerDefinitions) {
      if (container.image !== '') continue
      yield {
        ...(starting ? { severity: 'error' as const } : {}),
        message: `${container.name || `container ${container.index + 1}`} has no image`,
        remedy: `add "image", or give --image ${container.name || 'NAME'}=REF where CI adds it`,
        ...recorded('Container.image should not be null or empty.'),
        ...at(container, 'image'),
      }
    }
  },
}
