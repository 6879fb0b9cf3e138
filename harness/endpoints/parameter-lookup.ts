import { AwsError } from './aws-error.ts'
import type { Caller } from './aws-json.ts'
import type { StoreFault, StoredParameter } from './configuration.ts'

/** A parameter as it was asked for: `Selector` is the version or label after its name. */
export interface FoundParameter {
  readonly parameter: StoredParameter
  readonly selector?: string
}

/** The parameter that a name means: a name, an ARN, either with `:version` after it. The store has the newest version only. */
export function findParameter(
  parameters: readonly (StoredParameter & { readonly arn: string })[],
  asked: string,
  caller: Caller,
  action: string,
): FoundParameter {
  const [, name = asked, selector] = /^((?:arn:[^:]+:ssm:[^:]*:[^:]*:parameter)?[^:]*)(:[^:]+)?$/.exec(asked) ?? []
  const parameter = parameters.find((parameter) => (name.startsWith('arn:') ? parameter.arn === name : parameter.name === name))
  if (parameter === undefined) throw new AwsError('ParameterNotFound', '')
  if (parameter.fault !== undefined) throw faultOf(parameter.fault, parameter.arn, caller, action)
  if (selector === undefined) return { parameter }
  const version = selector.slice(1)
  if (version !== String(parameter.version ?? 1)) {
    const what = /^\d+$/.test(version) ? 'version' : 'label'
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find ${what} ${version} of ${parameter.name}. Verify the ${what} and try again.`,
    )
  }
  return { parameter, selector }
}

function faultOf(fault: StoreFault, arn: string, { principal }: Caller, action: string): AwsError {
  switch (fault) {
    case 'DecryptionFailure':
      // Parameter Store passes on what KMS says.
      return new AwsError(
        'AccessDeniedException',
        'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
      )
    case 'ThrottlingException':
      return new AwsError('ThrottlingException', 'Rate exceeded')
    case 'InternalServiceError':
      return new AwsError('InternalServerError', 'An error occurred on the server side.', 500)
    case 'AccessDeniedException':
      return new AwsError(
        'AccessDeniedException',
        `User: ${principal} is not authorized to perform: ssm:${action} on resource: ${arn} because no identity-based policy allows the ssm:${action} action`,
      )
  }
}
