import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { JsonMember } from '../json-member.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretHasJsonKey: Documented = {
  id: 'secret-has-json-key',
  severity: 'error',
  about:
    'With a JSON key in the valueFrom, the secret must be a JSON object that has this key at its top level, written exactly so: ECS knows neither paths nor defaults, and upper and lower case differ.',
}

/** `name`: the secret's. Keys are shown, values never. */
export function jsonKeyMissing(wanted: WantedSecret, key: string, member: Exclude<JsonMember, { kind: 'found' }>): Finding {
  const shared = { id: secretHasJsonKey.id, severity: 'error', confidence: 'certain', ...at(wanted) } as const
  const { secretName } = wanted.asks
  if (member.kind === 'not-an-object') {
    return {
      ...shared,
      message: `${subject(wanted)}: the secret ${secretName} is no JSON object, so it has no key "${key}"`,
      remedy: `Take the key off (…:secret:${secretName}) to get the whole secret, or store a JSON object.`,
      ...ecsWords.notJson(member.reason),
    }
  }
  const sameButCase = member.keys.find((there) => there.toLowerCase() === key.toLowerCase())
  return {
    ...shared,
    message: `${subject(wanted)}: the secret ${secretName} has no JSON key "${key}"`,
    remedy: sameButCase === undefined ? keysThere(member.keys) : `It is written "${sameButCase}" there.`,
    ...ecsWords.noJsonKey(key),
  }
}

function keysThere(keys: readonly string[]): string {
  if (keys.length === 0) return 'The object is empty.'
  const shown = keys.slice(0, 12).map((key) => `"${key}"`)
  return `Its keys are: ${shown.join(', ')}${keys.length > shown.length ? ` and ${keys.length - shown.length} more` : ''}.`
}
