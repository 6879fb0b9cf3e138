import type { Finding } from '../findings/finding.ts'
import type { Source } from '../source/source.ts'
import { completes, mayHaveSuffix } from './arn-suffix.ts'
import { awsWords } from './aws-words.ts'
import type { Fault } from './local-fault.ts'
import { type LocalSecret, type LocalSecrets, readLocalSecrets } from './local-format.ts'
import type { LocalParameter } from './local-parameter.ts'
import { nearest } from './nearest.ts'
import type {
  FoundParameter,
  ParametersAnswer,
  Refusal,
  SecretAnswer,
  SecretRequest,
  SecretStore,
  Similar,
  SimilarRequest,
} from './secret-store.ts'

/** The local store of a file that was read, and what is wrong with the file. */
export interface LocalStore {
  readonly store: SecretStore
  readonly findings: readonly Finding[]
  /** Everything there is, for the endpoints that serve it to containers. */
  readonly contents: Pick<LocalSecrets, 'secrets' | 'parameters'>
}

/** Opens the file of local secrets (contracts, "Local secrets"). `tracked`: git keeps the file, so a live credential in it is an error. */
export function openLocalStore(source: Source, options: { readonly tracked?: boolean } = {}): LocalStore {
  const { secrets, parameters, findings } = readLocalSecrets(source, options.tracked ?? false)
  const store: SecretStore = {
    name: source.file,
    readsValues: true,
    secret: async (request, signal) => {
      signal.throwIfAborted()
      return answer(secrets, request)
    },
    parameters: async (region, names) => answerAll(parameters, region, names),
    similar: async (request) => similar(secrets, parameters, request, source.file),
  }
  return { store, findings, contents: { secrets, parameters } }
}

function answer(secrets: readonly LocalSecret[], request: SecretRequest): SecretAnswer {
  const secret = find(secrets, request)
  if (secret === undefined) return awsWords.notFound()
  if (secret.fault !== undefined) return faultWords(secret.fault, 'secretsmanager:GetSecretValue', secret.arn)
  if (secret.deleted) return awsWords.deleted()
  const { versionId, versionStage } = request
  const version =
    versionId === undefined
      ? secret.versions.find((candidate) => candidate.stages.includes(versionStage ?? 'AWSCURRENT'))
      : secret.versions.find((candidate) => candidate.id === versionId)
  if (version === undefined) return versionId === undefined ? awsWords.noStage(versionStage ?? 'AWSCURRENT') : awsWords.noVersion(versionId)
  // Both were given: they must name the same version.
  if (versionStage !== undefined && !version.stages.includes(versionStage)) return awsWords.noPair()
  return {
    status: 'found',
    arn: secret.arn,
    name: secret.name,
    value: version.content,
    versionId: version.id,
    versionStages: version.stages,
    ...(version.createdAt !== undefined && { lastChanged: version.createdAt }),
  }
}

/** Secrets Manager takes the full ARN, a name, or an ARN without its six characters, unless that one ends as if it had them. */
function find(secrets: readonly LocalSecret[], { secretId, region }: SecretRequest): LocalSecret | undefined {
  const here = secrets.filter((secret) => region === '' || regionOf(secret.arn) === region)
  const exact = here.find((secret) => secret.arn === secretId)
  if (exact !== undefined) return exact
  if (!secretId.startsWith('arn:')) return here.find((secret) => secret.name === secretId)
  return mayHaveSuffix(secretId) ? undefined : here.find((secret) => completes(secret.arn, secretId))
}

function answerAll(parameters: readonly LocalParameter[], region: string | undefined, names: readonly string[]): ParametersAnswer {
  const found: FoundParameter[] = []
  const invalid: string[] = []
  const refused: { readonly asked: string; readonly refusal: Refusal }[] = []
  for (const asked of names) {
    const parameter = parameters.find((candidate) => answersTo(candidate, asked, region))
    if (parameter === undefined) invalid.push(asked)
    else if (parameter.fault !== undefined)
      refused.push({ asked, refusal: faultWords(parameter.fault, 'ssm:GetParameters', parameter.arn ?? parameter.name) })
    else found.push(foundParameter(asked, parameter))
  }
  return { found, invalid, refused }
}

function answersTo(parameter: LocalParameter, asked: string, region: string | undefined): boolean {
  if (!asked.startsWith('arn:')) {
    return parameter.name === asked && (region === undefined || parameter.arn === undefined || regionOf(parameter.arn) === region)
  }
  if (parameter.arn !== undefined) return parameter.arn === asked
  // `/level` and `level` have the same ARN.
  return asked.endsWith(`:parameter/${parameter.name.replace(/^\//u, '')}`)
}

function foundParameter(asked: string, parameter: LocalParameter): FoundParameter {
  return {
    asked,
    name: parameter.name,
    type: parameter.type,
    value: { kind: 'string', text: parameter.value },
    version: parameter.version,
    ...(parameter.arn !== undefined && { arn: parameter.arn }),
    ...(parameter.lastModifiedAt !== undefined && { lastChanged: parameter.lastModifiedAt }),
  }
}

function similar(
  secrets: readonly LocalSecret[],
  parameters: readonly LocalParameter[],
  { kind, name }: SimilarRequest,
  file: string,
): readonly Similar[] {
  const all: readonly Similar[] =
    kind === 'secret'
      ? secrets.map((secret) => ({
          name: secret.name,
          arn: secret.arn,
          where: secret.line === undefined ? file : `${file}:${secret.line}`,
        }))
      : parameters.map((parameter) => ({ name: parameter.name, ...(parameter.arn !== undefined && { arn: parameter.arn }) }))
  return nearest(name, all, spellings)
}

/** A name that was asked for may carry the six characters, and they may be the wrong ones. */
function spellings(item: Similar): readonly string[] {
  const tail = item.arn?.split(':secret:')[1]
  return tail === undefined ? [item.name] : [item.name, tail]
}

function faultWords(fault: Fault, action: string, resource: string): Refusal {
  switch (fault) {
    case 'AccessDeniedException':
      return awsWords.denied(action, resource)
    case 'DecryptionFailure':
      return awsWords.decryption()
    case 'ThrottlingException':
      return awsWords.throttled()
    case 'InternalServiceError':
      return awsWords.internal()
  }
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? ''
}
