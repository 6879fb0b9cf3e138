import { at, quoted } from './at.ts'
import { isWindows } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const userIsValid: Rule = {
  id: 'user-is-valid',
  severity: 'error',
  about:
    'user is a name or a number, with a group behind a colon if wanted: user, user:group, uid, uid:gid, user:gid, uid:group. Windows has none.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { user } = container
      if (user === undefined) continue
      if (isWindows(definition))
        yield {
          confidence: 'likely',
          message: `user ${quoted(user)}: Windows containers take none`,
          remedy: 'take user out',
          ...at(container, 'user'),
        }
      else if (!/^[\w.][\w.-]*(?::[\w.][\w.-]*)?$/.test(user))
        yield {
          confidence: 'likely',
          message: `${quoted(user)} is neither a user nor user:group`,
          remedy: 'write a name or number, or two of them with a colon between',
          ...at(container, 'user'),
        }
    }
  },
}

export const userIsNotRoot: Rule = {
  id: 'user-is-not-root',
  severity: 'info',
  about: 'The definition says that the container runs as root. A program that was broken into can then change everything in its container.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      if (container.user !== undefined && /^(?:root|0+)(?::|$)/.test(container.user))
        yield {
          message: `${container.name} runs as root`,
          remedy: 'name another user, one that owns what the program writes',
          ...at(container, 'user'),
        }
    }
  },
}
