import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import type { Sensitive } from '../sensitive/sensitive.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { type Answered, askStore } from './ask.ts'
import { judge, type Judged } from './judge.ts'
import type { Refusal, SecretStore } from './secret-store.ts'
import { type Wanted, wantedSecrets } from './wanted.ts'

/** What the containers would get, and everything that is wrong with it, in the definition's order. */
export interface Resolution {
  /** By container, then by variable. Also holds values that have findings: whoever lets those pass can go on. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, Sensitive>>
  /** By container, then by option of the log driver; they never reach the container's environment. */
  readonly logOptions: ReadonlyMap<string, ReadonlyMap<string, Sensitive>>
  /** What must never be printed, for `createMask`: all values but those that are no secret by their own declaration. */
  readonly secretValues: readonly { readonly name: string; readonly value: Sensitive }[]
  readonly findings: readonly Finding[]
  readonly answers: readonly AnswerRow[]
  /** Why the store could not be asked (no credentials, no connection): it cannot be told then whether ECS would start the task. Each cause once. */
  readonly troubles: readonly Refusal[]
}

/** A row of the `secrets` table. Never holds a value. */
export interface AnswerRow {
  readonly container: string
  readonly variable: string
  readonly use: Wanted['use']
  readonly valueFrom: string
  /** The store's name. */
  readonly store: string
  readonly status: 'found' | 'wrong' | 'cannot-tell'
  /** The secret's full ARN, or the parameter's name. */
  readonly answeredBy?: string
  readonly version?: string
  readonly stages: readonly string[]
  /** RFC 3339. */
  readonly lastChanged?: string
  /** How long the value is, roughly. */
  readonly lengthClass?: string
  /** Of the findings about this valueFrom. */
  readonly findingIds: readonly string[]
}

/** Answers every valueFrom of the task as ECS would, before it starts a container. Throws only when `signal` fires or on a bug. */
export async function resolveSecrets(
  definition: TaskDefinition,
  store: SecretStore,
  options: { readonly signal: AbortSignal; /** For parameters that are named without an ARN. */ readonly defaultRegion?: string },
): Promise<Resolution> {
  options.signal.throwIfAborted()
  const answered = await askStore(store, wantedSecrets(definition, options.defaultRegion), options)
  const judged = answered.map((each) => ({ answered: each, judged: judge(each, store, definition.executionRoleArn) }))
  return {
    values: valuesOf(judged, 'environment'),
    logOptions: valuesOf(judged, 'log-option'),
    secretValues: judged.flatMap(({ answered: each, judged: { value } }) =>
      value === undefined || isPublic(each) ? [] : [{ name: each.wanted.variable, value }],
    ),
    findings: judged.flatMap(({ judged: { findings } }) => findings.map((finding) => locate(finding, definition))),
    answers: judged.map(({ answered: each, judged: result }) => row(each, result, store)),
    troubles: [
      ...new Map(judged.flatMap(({ judged: { trouble } }) => (trouble === undefined ? [] : [[trouble.code, trouble] as const]))).values(),
    ],
  }
}

type Outcome = { readonly answered: Answered; readonly judged: Judged }

function valuesOf(outcomes: readonly Outcome[], use: Wanted['use']): Resolution['values'] {
  const values = new Map<string, Map<string, Sensitive>>()
  for (const { answered, judged } of outcomes) {
    const { container, variable } = answered.wanted
    if (answered.wanted.use !== use || judged.value === undefined) continue
    values.set(container, (values.get(container) ?? new Map<string, Sensitive>()).set(variable, judged.value))
  }
  return values
}

/** What RDS writes into its secrets beside the password, and parameters that are not encrypted: masking them would garble every log line. */
const publicKeys = new Set([
  'host',
  'hostname',
  'port',
  'username',
  'user',
  'dbname',
  'database',
  'engine',
  'dbinstanceidentifier',
  'dbclusteridentifier',
])

function isPublic(answered: Answered): boolean {
  if (answered.kind === 'parameter')
    return answered.answer !== undefined && 'type' in answered.answer && answered.answer.type !== 'SecureString'
  return answered.kind === 'secret' && publicKeys.has((answered.wanted.asks.jsonKey ?? '').toLowerCase())
}

function row(answered: Answered, judged: Judged, store: SecretStore): AnswerRow {
  const { container, variable, use, valueFrom } = answered.wanted
  const wrong = judged.findings.some((finding) => finding.severity === 'error')
  return {
    container,
    variable,
    use,
    valueFrom,
    store: store.name,
    status: judged.trouble === undefined ? (wrong ? 'wrong' : 'found') : 'cannot-tell',
    stages: [],
    ...whatAnswered(answered),
    ...(judged.value !== undefined && { lengthClass: judged.value.lengthClass }),
    findingIds: judged.findings.map((finding) => finding.id),
  }
}

function whatAnswered(answered: Answered): Partial<AnswerRow> {
  if (answered.kind === 'secret' && answered.answer.status === 'found') {
    const { arn, versionId, versionStages, lastChanged } = answered.answer
    return {
      answeredBy: arn,
      stages: versionStages,
      ...(versionId !== undefined && { version: versionId }),
      ...(lastChanged !== undefined && { lastChanged }),
    }
  }
  if (answered.kind === 'parameter' && answered.answer !== undefined && 'asked' in answered.answer) {
    const { name, version, lastChanged } = answered.answer
    return {
      answeredBy: name,
      ...(version !== undefined && { version: String(version) }),
      ...(lastChanged !== undefined && { lastChanged }),
    }
  }
  return {}
}
