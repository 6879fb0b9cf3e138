import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Refusal } from '../secret-store.ts'
import { at, subject, type WantedParameter, type WantedSecret } from './place.ts'

export const secretCanBeRead: Documented = {
  id: 'secret-can-be-read',
  severity: 'error',
  about:
    'The store has the secret and does not give it: no permission, a key that may not decrypt it, a request AWS refuses. Whoever runs the harness is asked for here, not the execution role; what the role may do, AWS alone knows.',
}

export function secretRefused(wanted: WantedSecret | WantedParameter, refusal: Refusal, store: string): Finding {
  const isSecret = wanted.asks.kind === 'secrets-manager'
  const id = wanted.asks.kind === 'secrets-manager' ? wanted.asks.secretId : wanted.asks.name
  return {
    id: secretCanBeRead.id,
    severity: 'error',
    confidence: refusal.cause === 'denied' ? 'likely' : 'certain',
    message: `${subject(wanted)}: ${store} refuses ${id}: ${refusal.code}: ${refusal.message}`,
    remedy: remedy(refusal, isSecret),
    ...(isSecret ? ecsWords.secretRefused(id, refusal.code, refusal.message) : ecsWords.parametersRefused(refusal.code, refusal.message)),
    ...at(wanted),
  }
}

function remedy(refusal: Refusal, isSecret: boolean): string {
  const action = isSecret ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameters'
  if (refusal.cause === 'decryption')
    return 'Allow kms:Decrypt on the key of this secret, to you and to the execution role; look whether the key is enabled.'
  if (refusal.cause === 'denied')
    return `Allow ${action} on it (and kms:Decrypt, where it has a key of its own), to you and to the execution role.`
  return 'Correct the ARN, the stage or the version id as AWS says.'
}
