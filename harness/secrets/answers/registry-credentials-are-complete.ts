import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import type { Sensitive } from '../../sensitive/sensitive.ts'
import { jsonMember } from '../json-member.ts'
import { at, type WantedSecret } from './place.ts'

export const registryCredentialsAreComplete: Documented = {
  id: 'registry-credentials-are-complete',
  severity: 'error',
  about:
    'The secret that repositoryCredentials names must be a JSON object {"username": "…", "password": "…"}: ECS reads both before it pulls the image.',
}

/** What the agent would say of a secret with a registry's user name and password; empty when it is complete. */
export function registryFindings(wanted: WantedSecret, secret: Sensitive): readonly Finding[] {
  const fault = faultOf(secret)
  if (fault === undefined) return []
  return [
    {
      id: registryCredentialsAreComplete.id,
      severity: 'error',
      confidence: 'certain',
      message: `repositoryCredentials: the secret ${wanted.asks.secretName} ${fault.what}`,
      remedy: 'Store {"username": "…", "password": "…"}.',
      ecs: `ResourceInitializationError: unable to pull secrets or registry auth: ${fault.ecs}`,
      ecsSource: 'composed',
      ...at(wanted),
    },
  ]
}

function faultOf(secret: Sensitive): { readonly what: string; readonly ecs: string } | undefined {
  const any = jsonMember(secret, '')
  if (any.kind === 'not-an-object') {
    const ecs = 'asm fetching authorization data: unable to unmarshal secret value, invalid schema'
    return { what: 'is no JSON object', ecs: secret.reveal() === '' ? 'asm fetching authorization data: empty secrets value' : ecs }
  }
  for (const field of ['username', 'password']) {
    // Go matches the names of fields without regard to case.
    const key = any.kind === 'absent' ? any.keys.find((there) => there.toLowerCase() === field) : undefined
    const member = key === undefined ? undefined : jsonMember(secret, key)
    if (member?.kind === 'found' && typeof member.value === 'string' && member.value !== '') continue
    return { what: `has no ${field}`, ecs: `asm fetching ${field}: AuthorizationData is malformed, empty field` }
  }
  return undefined
}
