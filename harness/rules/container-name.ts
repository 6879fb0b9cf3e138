import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const containerNameIsGiven: Rule = {
  id: 'container-name-is-given',
  severity: 'error',
  about: 'Every container has a name.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      if (container.name !== '') continue
      yield {
        message: `container ${container.index + 1} has no name`,
        remedy: 'add "name"',
        ...recorded('Container.name should not be null or empty.'),
        path: at(container, 'name').path,
      }
    }
  },
}

export const containerNameIsValid: Rule = {
  id: 'container-name-is-valid',
  severity: 'error',
  about: "A container's name is up to 255 letters, digits, hyphens and underscores.",
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { name } = container
      if (name === '' || /^[\w-]{1,255}$/.test(name)) continue
      yield {
        message: `the name ${quoted(name)} is not made of letters, digits, - and _ alone`,
        remedy: `write ${quoted(name.replace(/[^\w-]+/g, '-').slice(0, 255))}`,
        ...recorded('Container.name contains invalid characters.'),
        ...at(container, 'name'),
      }
    }
  },
}

export const containerNamesAreUnique: Rule = {
  id: 'container-names-are-unique',
  severity: 'error',
  about: 'Containers of one task need different names.',
  *check(definition) {
    const seen = new Set<string>()
    for (const container of definition.containerDefinitions) {
      if (container.name !== '' && seen.has(container.name)) {
        yield {
          message: `there is a container ${quoted(container.name)} already`,
          remedy: 'give one of them another name',
          ...recorded('Container names must be unique within a task definition'),
          ...at(container, 'name'),
        }
      }
      seen.add(container.name)
    }
  },
}
