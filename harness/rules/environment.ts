import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const environmentNamesAreGiven: Rule = {
  id: 'environment-names-are-given',
  severity: 'error',
  about: 'Every environment variable has a name.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { name }] of container.environment.entries()) {
        if (name.trim() !== '') continue
        yield {
          message: `environment variable ${index + 1} of ${container.name} has no name`,
          remedy: 'add "name", or take the entry out',
          ...recorded('Environment variable name cannot be null or blank.'),
          ...at(container, 'environment', index, 'name'),
        }
      }
    }
  },
}

export const environmentNamesAreUnique: Rule = {
  id: 'environment-names-are-unique',
  severity: 'warning',
  about: 'A name stands twice in environment: the agent keeps the last one.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const seen = new Set<string>()
      for (const [index, { name }] of container.environment.entries()) {
        if (name !== '' && seen.has(name))
          yield {
            confidence: 'likely',
            message: `${quoted(name)} stands twice in environment; the last one counts`,
            remedy: 'keep one of them',
            ...at(container, 'environment', index, 'name'),
          }
        seen.add(name)
      }
    }
  },
}

export const environmentNameIsAName: Rule = {
  id: 'environment-name-is-a-name',
  severity: 'warning',
  about:
    'A name with an equals sign or blanks around it becomes another variable than it looks like. Names with dots and hyphens work, but no shell can expand them.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const key of ['environment', 'secrets'] as const) {
        for (const [index, { name }] of container[key].entries()) {
          if (name.trim() === '' || (!name.includes('=') && name.trim() === name)) continue
          const what = name.includes('=')
            ? `holds an equals sign: the variable is ${quoted(name.split('=')[0] ?? '')}`
            : 'has blanks around it'
          yield {
            confidence: 'likely',
            message: `the name ${quoted(name)} ${what}`,
            remedy: `write ${quoted((name.split('=')[0] ?? '').trim())}`,
            ...at(container, key, index, 'name'),
          }
        }
      }
    }
  },
}

const ecsOwn = /^(?:ECS_CONTAINER_METADATA_URI(?:_V4)?|ECS_AGENT_URI|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI|AWS_EXECUTION_ENV)$/

export const environmentLeavesEcsNames: Rule = {
  id: 'environment-leaves-ecs-names',
  severity: 'warning',
  about:
    'ECS sets ECS_CONTAINER_METADATA_URI, ECS_CONTAINER_METADATA_URI_V4, ECS_AGENT_URI, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_EXECUTION_ENV itself: what the definition says is overwritten.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { name }] of container.environment.entries()) {
        if (ecsOwn.test(name))
          yield {
            confidence: 'likely',
            message: `ECS sets ${name} itself and overwrites what stands here`,
            remedy: 'take it out',
            ...at(container, 'environment', index, 'name'),
          }
      }
    }
  },
}

export const environmentHoldsNoCredentials: Rule = {
  id: 'environment-holds-no-credentials',
  severity: 'warning',
  about:
    'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in environment or secrets take the place of the task role for every AWS SDK: the role is then never asked.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const key of ['environment', 'secrets'] as const) {
        for (const [index, { name }] of container[key].entries()) {
          if (name === 'AWS_ACCESS_KEY_ID' || name === 'AWS_SECRET_ACCESS_KEY')
            yield {
              message: `${name} takes the place of the task role for every AWS SDK in ${container.name}`,
              remedy: 'take it out, and give taskRoleArn what the application needs',
              ...at(container, key, index, 'name'),
            }
        }
      }
    }
  },
}
