import type { Finding } from '../../findings/finding.ts'
import type { Documented } from '../../findings/documented.ts'
import { completes } from '../arn-suffix.ts'
import { assumedRole, ecsWords } from '../ecs-words.ts'
import type { Similar } from '../secret-store.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const secretArnNeedsSuffix: Documented = {
  id: 'secret-arn-needs-suffix',
  severity: 'error',
  about:
    'A Secrets Manager ARN ends in a hyphen and six characters. ECS asks for the full ARN: with a partial one AWS may answer, deny it to the execution role whose policy names the full ARN, or, where the name itself ends in a hyphen and six characters, look for another secret and find none.',
}

/** The full ARNs of the store that the written one is a beginning of. */
export function fullArnsFor(wanted: WantedSecret, there: readonly Similar[]): readonly FullArn[] {
  return there.flatMap(({ arn, where }) => (arn !== undefined && completes(arn, wanted.asks.secretId) ? [{ arn, where }] : []))
}

export interface FullArn {
  readonly arn: string
  /** Where a person finds it, when it is more than the store's name. */
  readonly where?: string | undefined
}

/** `fullArns`: those that fit, at least one. */
export function arnNeedsSuffix(
  wanted: WantedSecret,
  fullArns: readonly FullArn[],
  store: string,
  executionRoleArn: string | undefined,
): Finding {
  const { asks } = wanted
  const one = fullArns.length === 1 ? fullArns[0] : undefined
  return {
    id: secretArnNeedsSuffix.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: the ARN ends in "${asks.secretName}" without the six characters of the full one`,
    remedy:
      one === undefined
        ? `Several secrets of ${store} fit: ${fullArns.map(({ arn }) => arn).join(', ')}. Write the one that is meant.`
        : `Write ${withTail(one.arn, wanted)} (${one.where ?? store}), or let \`ecs-preflight secrets --fix\` write it.`,
    ...ecsWords.secretDenied(asks.secretId, assumedRole(executionRoleArn)),
    ...(one !== undefined && { evidence: [{ kind: 'definition', text: withTail(one.arn, wanted) }] as const }),
    ...at(wanted),
  }
}

/** The full ARN with the JSON key, stage and version id that were written. */
function withTail(arn: string, { asks, valueFrom }: WantedSecret): string {
  return `${arn}${valueFrom.slice(asks.secretId.length)}`
}
