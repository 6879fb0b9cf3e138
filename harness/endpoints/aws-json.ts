import { randomUUID } from 'node:crypto'
import type { TaskIdentity } from './configuration.ts'
import { AwsError } from './aws-error.ts'
import type { Answer, Asked } from './http-server.ts'
import { serializationError, type AwsInput } from './aws-input.ts'
import type { Route } from './router.ts'

/** Who asks, as far as a request says: signatures are not verified. */
export interface Caller {
  /** From the signature: a secret of another region is not there. */
  readonly region: string
  /** The session that AWS would name in a refusal. */
  readonly principal: string
}

/** A service's operations by their names. */
export interface AwsService {
  /** What stands before the operation in X-Amz-Target. */
  readonly target: string
  /** What stands before it in IAM's names of actions. */
  readonly action: string
  readonly operations: Readonly<Record<string, (input: AwsInput, caller: Caller) => unknown>>
}

/** `POST /aws`, where AWS_ENDPOINT_URL_SECRETS_MANAGER and _SSM point. AWS JSON 1.1, told apart by X-Amz-Target. */
export function awsRoute(services: readonly AwsService[], identity: TaskIdentity, principal: string): Route {
  return {
    pattern: /^\/aws\/?$/,
    methods: ['POST'],
    answer: (asked) => {
      try {
        return reply(200, perform(services, identity, principal, asked))
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        // Parameter Store says ParameterNotFound without a word.
        return reply(error.status, { __type: error.type, ...(error.message === '' ? {} : { message: error.message }) })
      }
    },
  }
}

function perform(services: readonly AwsService[], identity: TaskIdentity, principal: string, asked: Asked): unknown {
  const [target = '', name = ''] = String(asked.headers['x-amz-target'] ?? '').split('.')
  const service = services.find((service) => service.target === target)
  if (service === undefined || name === '') throw new AwsError('UnknownOperationException', '')
  const authorization = asked.headers.authorization
  if (authorization === undefined) throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const [, region = identity.region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization) ?? []
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined
  if (operation === undefined) {
    throw new AwsError(
      'AccessDeniedException',
      `User: ${principal} is not authorized to perform: ${service.action}:${name} because the local store of ecs-preflight can only be read`,
    )
  }
  return operation(parse(asked.body), { region, principal })
}

function parse(body: string): AwsInput {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body)
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as AwsInput
  } catch {
    // Said below, as for anything else that is no object.
  }
  throw serializationError()
}

function reply(status: number, value: unknown): Answer {
  return {
    status,
    contentType: 'application/x-amz-json-1.1',
    headers: { 'x-amzn-RequestId': randomUUID() },
    body: JSON.stringify(value),
  }
}
