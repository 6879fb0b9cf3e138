import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Wanted } from '../wanted.ts'
import { at, subject } from './place.ts'

export const valueFromCanBeRead: Documented = {
  id: 'value-from-can-be-read',
  severity: 'error',
  about:
    "A valueFrom is a Secrets Manager ARN, alone or followed by :json-key:version-stage:version-id with all three colons (each may be empty: …:username::), a Parameter Store ARN, or the name of a parameter in the task's own region.",
}

export function valueFromInvalid(wanted: Wanted, reason: string): Finding {
  const short = /^arn:[^:]+:secretsmanager:/u.test(wanted.valueFrom)
  return {
    id: valueFromCanBeRead.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: valueFrom "${wanted.valueFrom}" cannot be understood`,
    remedy: short
      ? "After the secret's name come none or exactly three colons: …:json-key:version-stage:version-id, so a JSON key alone is written …:username::"
      : reason,
    ...ecsWords.invalidArn(reason),
    ...at(wanted),
  }
}
