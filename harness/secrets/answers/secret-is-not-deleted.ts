import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Refusal } from '../secret-store.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretIsNotDeleted: Documented = {
  id: 'secret-is-not-deleted',
  severity: 'error',
  about:
    'A secret that is marked for deletion is kept for 7 to 30 days, and gives no value in that time: running tasks go on, new ones fail to start.',
}

export function secretDeleted(wanted: WantedSecret, refusal: Refusal): Finding {
  return {
    id: secretIsNotDeleted.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: the secret ${wanted.asks.secretName} is marked for deletion`,
    remedy: `\`aws secretsmanager restore-secret --secret-id ${wanted.asks.secretId}\` brings it back, or name another secret.`,
    ...ecsWords.secretRefused(wanted.asks.secretId, refusal.code, refusal.message),
    ...at(wanted),
  }
}
