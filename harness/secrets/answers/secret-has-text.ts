import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretHasText: Documented = {
  id: 'secret-has-text',
  severity: 'error',
  about: 'ECS reads SecretString alone. A secret that was stored as SecretBinary gives an empty variable, without an error.',
}

export function binaryOnly(wanted: WantedSecret): Finding {
  return {
    id: secretHasText.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: the secret ${wanted.asks.secretName} is binary, and the variable stays empty`,
    remedy: 'Store it as text (SecretString), Base64 where it has to be.',
    ...at(wanted),
  }
}
