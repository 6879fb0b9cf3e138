import { describeOnlyKeys } from '../task-definition/reading/no-describe-only-keys.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

const limit = 65_536

/** What clients send is the definition without white space. */
export const requestFits64Kib: Rule = {
  id: 'request-fits-64-kib',
  severity: 'error',
  about:
    'The whole request to RegisterTaskDefinition may have 65536 bytes. Long lists of environment variables are what exceeds them: move them to environmentFiles or to secrets.',
  *check(definition) {
    const root = definition.written([])
    // Most files are far from the limit, and need no counting.
    if (definition.source.text.length < limit / 4 || typeof root !== 'object' || root === null) return
    const sent = Object.fromEntries(Object.entries(root).filter(([key]) => !(describeOnlyKeys as readonly string[]).includes(key)))
    const bytes = new TextEncoder().encode(JSON.stringify(sent, (_key, value: unknown) => value ?? undefined)).length
    if (bytes <= limit) return
    yield {
      message: `the definition has ${bytes} bytes without its white space, where ${limit} are allowed`,
      remedy: 'move environment variables to environmentFiles or secrets',
      ...recorded(`Actual length: '${bytes}'. Max allowed length is '${limit}' bytes.`),
      path: [],
    }
  },
}
