import type { Finding } from '../findings/finding.ts'
import { Sensitive } from '../sensitive/sensitive.ts'
import type { Path, Source } from '../source/source.ts'
import { type Complain, complainer } from './local-complaints.ts'
import { type Fault, faults } from './local-fault.ts'
import { readParameter, type LocalParameter } from './local-parameter.ts'
import type { SecretContent } from './secret-store.ts'

/** What a file of local secrets says (`fixtures/secrets.yaml`), with every value out of sight. */
export interface LocalSecrets {
  readonly secrets: readonly LocalSecret[]
  readonly parameters: readonly LocalParameter[]
  readonly findings: readonly Finding[]
}

export interface LocalSecret {
  readonly name: string
  /** The full one, with Secrets Manager's six characters. */
  readonly arn: string
  readonly description?: string
  /** Marked for deletion: AWS then gives no value. */
  readonly deleted: boolean
  /** What AWS is made to answer instead, to try that case. */
  readonly fault?: Fault
  readonly versions: readonly LocalVersion[]
  /** The line of its ARN in the file. */
  readonly line?: number
}

export interface LocalVersion {
  readonly id: string
  readonly stages: readonly string[]
  readonly content: SecretContent
  /** Base64, for a secret without SecretString. */
  readonly binary?: Sensitive
  /** RFC 3339. */
  readonly createdAt?: string
}

/** Reads the parsed file. Entries that cannot be understood are left out and told in the findings. `tracked`: git keeps the file. */
export function readLocalSecrets(source: Source, tracked: boolean): LocalSecrets {
  const complaints = complainer(source, tracked)
  for (const problem of source.problems) complaints.problem(problem)
  const root = complaints.object(source.value, [], ['secretsManager', 'parameterStore', 'recorded'])
  const secretsManager = complaints.object(root?.['secretsManager'] ?? {}, ['secretsManager'])
  const parameterStore = complaints.object(root?.['parameterStore'] ?? {}, ['parameterStore'])
  return {
    secrets: Object.entries(secretsManager ?? {}).flatMap(([name, entry]) => readSecret(name, entry, complaints)),
    parameters: Object.entries(parameterStore ?? {}).flatMap(([name, entry]) => readParameter(name, entry, complaints)),
    findings: complaints.findings,
  }
}

function readSecret(name: string, entry: unknown, complain: Complain): readonly LocalSecret[] {
  const path = ['secretsManager', name]
  const fields = complain.object(entry, path, ['arn', 'value', 'binary', 'versions', 'deleted', 'fault', 'description'])
  if (fields === undefined) return []
  const arn = complain.text(fields['arn'], [...path, 'arn'], 'the full ARN of the secret, as `aws secretsmanager describe-secret` shows it')
  if (arn === undefined) return []
  if (!isFullArnOf(arn, name)) {
    complain.wrong(
      [...path, 'arn'],
      `"${arn}" is not the full ARN of "${name}"`,
      `It ends in :secret:${name}- and six characters that Secrets Manager chose.`,
    )
    return []
  }
  const description = fields['description']
  const fault = complain.oneOf(fields['fault'], [...path, 'fault'], faults)
  return [
    {
      name,
      arn,
      deleted: fields['deleted'] === true,
      versions: readVersions(fields, path, complain),
      ...(typeof description === 'string' && { description }),
      ...(fault !== undefined && { fault }),
      ...complain.line([...path, 'arn']),
    },
  ]
}

function isFullArnOf(arn: string, name: string): boolean {
  const parsed = /^arn:[^:]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:(.+)-[A-Za-z0-9]{6}$/u.exec(arn)
  return parsed?.[1] === name
}

function readVersions(fields: Record<string, unknown>, path: Path, complain: Complain): readonly LocalVersion[] {
  if (fields['versions'] === undefined) {
    const content = readContent(fields, path, complain)
    return content === undefined ? [] : [{ id: firstVersionId, stages: ['AWSCURRENT'], ...content }]
  }
  if (!Array.isArray(fields['versions'])) {
    complain.wrong([...path, 'versions'], '"versions" is not a list', 'Write a list of { id, stages, value }.')
    return []
  }
  return fields['versions'].flatMap((entry: unknown, index) => readVersion(entry, [...path, 'versions', index], complain))
}

/** The version of a secret that is written with a plain `value`. AWS's ids are UUIDs, too. */
const firstVersionId = '00000000-0000-4000-8000-000000000001'

function readVersion(entry: unknown, path: Path, complain: Complain): readonly LocalVersion[] {
  const fields = complain.object(entry, path, ['id', 'stages', 'value', 'binary', 'createdAt'])
  if (fields === undefined) return []
  const id = complain.text(fields['id'], [...path, 'id'], 'the id of the version')
  const content = readContent(fields, path, complain)
  const stages = fields['stages'] ?? []
  if (!Array.isArray(stages) || !stages.every((stage) => typeof stage === 'string')) {
    complain.wrong([...path, 'stages'], '"stages" is not a list of names', 'Write, for example, [AWSCURRENT].')
    return []
  }
  if (id === undefined || content === undefined) return []
  const createdAt = fields['createdAt']
  return [{ id, stages, ...content, ...(typeof createdAt === 'string' && { createdAt }) }]
}

function readContent(
  fields: Record<string, unknown>,
  path: Path,
  complain: Complain,
): Pick<LocalVersion, 'content' | 'binary'> | undefined {
  if (typeof fields['binary'] === 'string') return { content: { kind: 'binary' }, binary: new Sensitive(fields['binary']) }
  const text = complain.value(fields['value'], [...path, 'value'])
  return text === undefined ? undefined : { content: { kind: 'string', text } }
}
