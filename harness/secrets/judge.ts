import type { Finding } from '../findings/finding.ts'
import { Sensitive } from '../sensitive/sensitive.ts'
import { jsonValueIsText, notText } from './answers/json-value-is-text.ts'
import { parameterNotFound } from './answers/parameter-exists.ts'
import { at, subject } from './answers/place.ts'
import { registryFindings } from './answers/registry-credentials-are-complete.ts'
import { arnNeedsSuffix, fullArnsFor } from './answers/secret-arn-needs-suffix.ts'
import { secretRefused } from './answers/secret-can-be-read.ts'
import { secretNotFound } from './answers/secret-exists.ts'
import { jsonKeyMissing } from './answers/secret-has-json-key.ts'
import { binaryOnly, secretHasText } from './answers/secret-has-text.ts'
import { secretVersionNotFound } from './answers/secret-has-version.ts'
import { secretDeleted } from './answers/secret-is-not-deleted.ts'
import { valueFromInvalid } from './answers/value-from-can-be-read.ts'
import type { Answered } from './ask.ts'
import { goFormat } from './go-format.ts'
import { jsonMember } from './json-member.ts'
import { isTrouble, type FoundSecret, type Refusal, type SecretStore } from './secret-store.ts'
import { judgeValue } from './values/index.ts'

type AnsweredSecret = Extract<Answered, { kind: 'secret' }>
type AnsweredParameter = Extract<Answered, { kind: 'parameter' }>

/** What became of one valueFrom: the text ECS would put into the variable, and what is wrong. */
export interface Judged {
  readonly value?: Sensitive
  readonly findings: readonly Finding[]
  /** The world's trouble: nothing can be said about this valueFrom. */
  readonly trouble?: Refusal
}

export function judge(answered: Answered, store: SecretStore, executionRoleArn: string | undefined): Judged {
  switch (answered.kind) {
    case 'invalid':
      return { findings: [valueFromInvalid(answered.wanted, answered.reason)] }
    case 'secret':
      return withValueFindings(answered, judgeSecret(answered, store, executionRoleArn))
    case 'parameter':
      return withValueFindings(answered, judgeParameter(answered, store))
  }
}

/** Looks at the value itself, unless its very form was told to be wrong already. */
function withValueFindings({ wanted }: AnsweredSecret | AnsweredParameter, judged: Judged): Judged {
  if (judged.value === undefined || wanted.use === 'registry') return judged
  if (judged.findings.some(({ id }) => id === jsonValueIsText.id || id === secretHasText.id)) return judged
  const whole = wanted.asks.kind === 'parameter-store' || wanted.asks.jsonKey === undefined
  const findings = judgeValue({ name: subject(wanted), value: judged.value, whole }).map((finding) => ({ ...finding, ...at(wanted) }))
  return { ...judged, findings: [...judged.findings, ...findings] }
}

function judgeSecret({ wanted, answer, similar }: AnsweredSecret, store: SecretStore, executionRoleArn: string | undefined): Judged {
  const fullArns = fullArnsFor(wanted, similar)
  if (answer.status === 'found') {
    const byName = !wanted.asks.secretId.startsWith('arn:')
    const suffix =
      byName || answer.arn === wanted.asks.secretId
        ? []
        : [arnNeedsSuffix(wanted, fullArns.length > 0 ? fullArns : [{ arn: answer.arn }], store.name, executionRoleArn)]
    const content = contentOf(wanted, answer)
    return { ...content, findings: [...suffix, ...content.findings] }
  }
  if (isTrouble(answer.cause)) return { findings: [], trouble: answer }
  if ((answer.cause === 'not-found' || answer.cause === 'denied') && fullArns.length > 0)
    return { findings: [arnNeedsSuffix(wanted, fullArns, store.name, executionRoleArn)] }
  return { findings: [refused({ wanted, answer, similar }, store)] }
}

function refused(
  { wanted, answer, similar }: Pick<AnsweredSecret, 'wanted' | 'similar'> & { readonly answer: Refusal },
  store: SecretStore,
): Finding {
  if (answer.cause === 'not-found') return secretNotFound(wanted, answer, store.name, similar)
  if (answer.cause === 'no-version') return secretVersionNotFound(wanted, answer)
  if (answer.cause === 'deleted') return secretDeleted(wanted, answer)
  return secretRefused(wanted, answer, store.name)
}

/** From secret to string, as the agent does it (ecs-semantics §2.3). */
function contentOf(wanted: AnsweredSecret['wanted'], { value }: FoundSecret): Judged {
  if (value.kind === 'unread') return { findings: [] }
  if (value.kind === 'binary') return { value: new Sensitive(''), findings: [binaryOnly(wanted)] }
  if (wanted.use === 'registry') return { value: value.text, findings: registryFindings(wanted, value.text) }
  const key = wanted.asks.jsonKey
  if (key === undefined) return { value: value.text, findings: [] }
  const member = jsonMember(value.text, key)
  if (member.kind !== 'found') return { findings: [jsonKeyMissing(wanted, key, member)] }
  const finding = notText(wanted, key, member.value)
  return { value: new Sensitive(goFormat(member.value)), findings: finding === undefined ? [] : [finding] }
}

function judgeParameter({ wanted, answer, similar }: AnsweredParameter, store: SecretStore): Judged {
  if (answer === undefined) return { findings: [parameterNotFound(wanted, store.name, similar)] }
  if ('status' in answer)
    return isTrouble(answer.cause) ? { findings: [], trouble: answer } : { findings: [secretRefused(wanted, answer, store.name)] }
  return answer.value.kind === 'string' ? { value: answer.value.text, findings: [] } : { findings: [] }
}
