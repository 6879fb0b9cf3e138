import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Refusal } from '../secret-store.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretHasVersion: Documented = {
  id: 'secret-has-version',
  severity: 'error',
  about:
    'A valueFrom may name a stage (AWSPREVIOUS) or a version id. AWSPREVIOUS exists only after a rotation, and a version without a stage is soon removed. Where both are given, they must name the same version.',
}

export function secretVersionNotFound(wanted: WantedSecret, refusal: Refusal): Finding {
  const { versionId, versionStage, secretName } = wanted.asks
  const what =
    [versionStage && `stage ${versionStage}`, versionId && `version id ${versionId}`].filter(Boolean).join(' and ') ||
    'stage AWSCURRENT: it was made without a value'
  return {
    id: secretHasVersion.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: the secret ${secretName} has no version with ${what}`,
    remedy: '`aws secretsmanager list-secret-version-ids` shows those there are. Without stage and id ECS reads AWSCURRENT.',
    ...ecsWords.secretRefused(wanted.asks.secretId, refusal.code, refusal.message),
    ...at(wanted),
  }
}
