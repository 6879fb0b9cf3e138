import { flagOf, objectsOf, pageOf, requiredText, seconds, textOf, textsOf, type AwsInput } from './aws-input.ts'
import { AwsError } from './aws-error.ts'
import type { AwsService, Caller } from './aws-json.ts'
import type { StoredSecret } from './configuration.ts'
import { secretFilter } from './secret-filter.ts'
import { findSecret, findVersion, regionOf } from './secret-lookup.ts'

/** Secrets Manager over the local store: what reads, with AWS's answers and refusals. `openedAt` stands where no time is known. */
export function secretsManager(secrets: readonly StoredSecret[], account: string, openedAt: Date): AwsService {
  const find = (id: string, caller: Caller, action: string) => findSecret(secrets, id, account, caller, action)

  const list = (input: AwsInput, { region }: Caller) =>
    secrets
      .filter((secret) => regionOf(secret) === region)
      .filter((secret) => secret.deletedAt === undefined || flagOf(input, 'IncludePlannedDeletion'))
      .filter(secretFilter(objectsOf(input, 'Filters') ?? []))

  const value = (secret: StoredSecret, id?: string, stage?: string): object => {
    if (secret.deletedAt !== undefined) {
      throw new AwsError('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.")
    }
    const version = findVersion(secret, id, stage)
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      ...(version.string === undefined ? {} : { SecretString: version.string }),
      ...(version.binary === undefined ? {} : { SecretBinary: version.binary }),
      VersionStages: version.stages,
      CreatedDate: seconds(version.createdAt ?? secret.createdAt, openedAt),
    }
  }

  return {
    target: 'secretsmanager',
    action: 'secretsmanager',
    operations: {
      GetSecretValue: (input, caller) =>
        value(find(requiredText(input, 'SecretId'), caller, 'GetSecretValue'), textOf(input, 'VersionId'), textOf(input, 'VersionStage')),

      BatchGetSecretValue: (input, caller) => {
        const ids = textsOf(input, 'SecretIdList')
        if ((ids === undefined) === (objectsOf(input, 'Filters') === undefined)) {
          throw new AwsError('InvalidParameterException', "Either 'SecretIdList' or 'Filters' must be provided, but not both.")
        }
        const page = pageOf(ids ?? list(input, caller).map((secret) => secret.arn), input, 20, invalidToken)
        const answers = page.items.map((id) => attempt(id, () => value(find(id, caller, 'GetSecretValue'))))
        return { SecretValues: answers.flatMap(({ value }) => value), Errors: answers.flatMap(({ error }) => error), ...page.next }
      },

      DescribeSecret: (input, caller) => {
        const secret = find(requiredText(input, 'SecretId'), caller, 'DescribeSecret')
        return { ...description(secret, openedAt), VersionIdsToStages: stages(secret) }
      },

      ListSecrets: (input, caller) => {
        const sorted = list(input, caller).toSorted((a, b) => seconds(b.createdAt, openedAt) - seconds(a.createdAt, openedAt))
        const page = pageOf(textOf(input, 'SortOrder') === 'asc' ? sorted.toReversed() : sorted, input, 100, invalidToken)
        return {
          SecretList: page.items.map((secret) => ({ ...description(secret, openedAt), SecretVersionsToStages: stages(secret) })),
          ...page.next,
        }
      },
    },
  }
}

function description(secret: StoredSecret, openedAt: Date): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    ...(secret.kmsKeyId === undefined ? {} : { KmsKeyId: secret.kmsKeyId }),
    CreatedDate: seconds(secret.createdAt, openedAt),
    LastChangedDate: Math.max(...secret.versions.map(({ createdAt }) => seconds(createdAt ?? secret.createdAt, openedAt))),
    ...(secret.deletedAt === undefined ? {} : { DeletedDate: seconds(secret.deletedAt, openedAt) }),
    Tags: Object.entries(secret.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  }
}

function stages(secret: StoredSecret): object {
  return Object.fromEntries(secret.versions.map((version) => [version.id, version.stages]))
}

/** Each secret of a batch succeeds or fails for itself. */
function attempt(id: string, get: () => object): { readonly value: readonly object[]; readonly error: readonly object[] } {
  try {
    return { value: [get()], error: [] }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { value: [], error: [{ SecretId: id, ErrorCode: error.type, Message: error.message }] }
  }
}

const invalidToken = () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.')
