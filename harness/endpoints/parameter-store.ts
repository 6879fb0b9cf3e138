import { createHash } from 'node:crypto'
import { parameterArn } from './arns.ts'
import { constraintError, flagOf, objectsOf, pageOf, requiredText, seconds, textsOf, type AwsInput } from './aws-input.ts'
import { AwsError } from './aws-error.ts'
import type { AwsService, Caller } from './aws-json.ts'
import type { StoredParameter, TaskIdentity } from './configuration.ts'
import { liesBelow, parameterFilter } from './parameter-filter.ts'
import { findParameter } from './parameter-lookup.ts'

/** Parameter Store over the local store: what reads, with AWS's answers and refusals. `openedAt` stands where no time is known. */
export function parameterStore(stored: readonly StoredParameter[], identity: TaskIdentity, openedAt: Date): AwsService {
  const parameters = stored.map((parameter) => ({ ...parameter, arn: parameter.arn ?? parameterArn(identity, parameter.name) }))
  const inRegion = ({ region }: Caller) => parameters.filter(({ arn }) => arn.split(':')[3] === region)
  const find = (name: string, caller: Caller, action: string) => findParameter(inRegion(caller), name, caller, action)

  const shown = (parameter: StoredParameter, selector: string | undefined, decrypt: boolean) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.type === 'SecureString' && !decrypt ? encrypted(parameter) : parameter.value,
    Version: parameter.version ?? 1,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: seconds(parameter.lastModifiedAt, openedAt),
    ARN: parameter.arn,
    DataType: 'text',
  })

  return {
    target: 'AmazonSSM',
    action: 'ssm',
    operations: {
      GetParameter: (input, caller) => {
        const { parameter, selector } = find(requiredText(input, 'Name'), caller, 'GetParameter')
        return { Parameter: shown(parameter, selector, flagOf(input, 'WithDecryption')) }
      },

      GetParameters: (input, caller) => {
        const names = textsOf(input, 'Names') ?? []
        if (names.length === 0) throw constraintError('[]', 'Names', 'Member must have length greater than or equal to 1')
        if (names.length > 10) throw constraintError(`[${names.join(', ')}]`, 'Names', 'Member must have length less than or equal to 10')
        const answers = names.map((name) => attempt(name, () => find(name, caller, 'GetParameters')))
        return {
          Parameters: answers.flatMap(({ found }) =>
            found.map(({ parameter, selector }) => shown(parameter, selector, flagOf(input, 'WithDecryption'))),
          ),
          InvalidParameters: answers.flatMap(({ invalid }) => invalid),
        }
      },

      GetParametersByPath: (input, caller) => {
        const path = requiredText(input, 'Path')
        if (!/^\/[A-Za-z0-9_./-]*$/.test(path)) throw new AwsError('ValidationException', invalidPath)
        const below = inRegion(caller)
          .filter(({ name }) => liesBelow(name, path, flagOf(input, 'Recursive')))
          .filter(parameterFilter(objectsOf(input, 'ParameterFilters') ?? []))
        const page = pageOf(below, input, 10, invalidToken)
        return {
          Parameters: page.items.map(({ name }) =>
            shown(find(name, caller, 'GetParametersByPath').parameter, undefined, flagOf(input, 'WithDecryption')),
          ),
          ...page.next,
        }
      },

      DescribeParameters: (input, caller) => {
        const filters = [...(objectsOf(input, 'ParameterFilters') ?? []), ...olderFilters(input)]
        const page = pageOf(inRegion(caller).filter(parameterFilter(filters)), input, 50, invalidToken)
        return { Parameters: page.items.map((parameter) => described(parameter, openedAt)), ...page.next }
      },
    },
  }
}

function described(parameter: StoredParameter, openedAt: Date): object {
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    ...(parameter.type === 'SecureString' ? { KeyId: parameter.keyId ?? 'alias/aws/ssm' } : {}),
    LastModifiedDate: seconds(parameter.lastModifiedAt, openedAt),
    ...(parameter.description === undefined ? {} : { Description: parameter.description }),
    Version: parameter.version ?? 1,
    Tier: 'Standard',
    Policies: [],
    DataType: 'text',
  }
}

/** The older `Filters` are beginnings of a name, else whole values. */
function olderFilters(input: AwsInput): readonly AwsInput[] {
  return (objectsOf(input, 'Filters') ?? []).map((filter) => ({ ...filter, Option: filter['Key'] === 'Name' ? 'BeginsWith' : 'Equals' }))
}

/** What stands for a SecureString that nobody asked to decrypt: it has the look of KMS's text and nothing of the value. */
function encrypted({ name, version }: StoredParameter): string {
  return `AQICAH${createHash('sha256')
    .update(`${name}:${version ?? 1}`)
    .digest('base64')}`
}

/** A name that is not there is told among the invalid ones; any other refusal is one of the whole request. */
function attempt<Found>(name: string, find: () => Found): { readonly found: readonly Found[]; readonly invalid: readonly string[] } {
  try {
    return { found: [find()], invalid: [] }
  } catch (error) {
    if (error instanceof AwsError && notThere.has(error.type)) return { found: [], invalid: [name] }
    throw error
  }
}

const notThere: ReadonlySet<string> = new Set(['ParameterNotFound', 'ParameterVersionNotFound'])

const invalidPath =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.'

const invalidToken = () => new AwsError('InvalidNextToken', 'The specified token is not valid.')
