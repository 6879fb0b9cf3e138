import { quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const familyIsGiven: Rule = {
  id: 'family-is-given',
  severity: 'warning',
  about: 'RegisterTaskDefinition needs a family. Some teams give it on the command line; then give it here too, with --family.',
  *check(definition) {
    if (definition.family !== undefined) return
    yield { message: 'the task definition has no family', remedy: 'add "family", or give --family NAME where CI adds it', path: ['family'] }
  },
}

export const familyIsValid: Rule = {
  id: 'family-is-valid',
  severity: 'error',
  about: 'A family is up to 255 letters, digits, hyphens and underscores.',
  *check({ family }) {
    if (family === undefined || /^[\w-]{1,255}$/.test(family)) return
    const remedy =
      family.length > 255 ? `shorten it by ${family.length - 255} characters` : `write ${quoted(family.replace(/[^\w-]+/g, '-'))}`
    yield {
      message: `the family ${quoted(family)} is not made of letters, digits, - and _ alone`,
      remedy,
      ...recorded('Family contains invalid characters.'),
      path: ['family'],
    }
  },
}
