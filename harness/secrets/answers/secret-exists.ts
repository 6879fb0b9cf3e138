import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Refusal, Similar } from '../secret-store.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretExists: Documented = {
  id: 'secret-exists',
  severity: 'error',
  about:
    "ECS reads every secret before it starts a container. One that Secrets Manager cannot find in the ARN's region and account ends the task with ResourceInitializationError.",
}

/** `there`: what the store has under a similar name. */
export function secretNotFound(wanted: WantedSecret, refusal: Refusal, store: string, there: readonly Similar[]): Finding {
  return {
    id: secretExists.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: ${store} has no secret ${wanted.asks.secretId}`,
    remedy: remedy(wanted, store, there),
    ...ecsWords.secretRefused(wanted.asks.secretId, refusal.code, refusal.message),
    ...at(wanted),
  }
}

function remedy({ asks }: WantedSecret, store: string, there: readonly Similar[]): string {
  const twin = there.find(({ arn, name }) => arn !== undefined && (name === asks.secretName || arn.endsWith(`:secret:${asks.secretName}`)))
  if (twin?.arn !== undefined) {
    const [, , , region, account] = twin.arn.split(':')
    if (region !== asks.region)
      return `It is in the region ${region}, not in ${asks.region}: write ${twin.arn}, or replicate the secret to ${asks.region}.`
    if (account !== asks.account) return `It is in the account ${account}, not in ${asks.account}: write ${twin.arn}.`
    return `The secret "${twin.name}" has another suffix (it was deleted and made anew, or the ARN was mistyped): write ${twin.arn}.`
  }
  const sameName = there.find(({ arn, name }) => arn !== undefined && asks.secretName === `${name}${asks.secretName.slice(-7)}`)
  if (sameName?.arn !== undefined)
    return `The secret "${sameName.name}" has another suffix (it was deleted and made anew, or the ARN was mistyped): write ${sameName.arn}.`
  const names = there.map(({ name, arn }) => arn ?? name)
  return names.length === 0 ? `Create it there, or correct the ARN.` : `Nearest in ${store}: ${names.join(', ')}.`
}
