import { AwsError } from './aws-error.ts'
import type { Caller } from './aws-json.ts'
import type { StoreFault, StoredSecret, StoredSecretVersion } from './configuration.ts'

/**
 * The secret that an id means: a full ARN, an ARN without the suffix, or a name. An ARN that ends in a hyphen and six
 * letters or digits is taken for a full one, as AWS takes it, also where that is the end of the name.
 */
export function findSecret(secrets: readonly StoredSecret[], id: string, account: string, caller: Caller, action: string): StoredSecret {
  const arn = /^arn:[^:]+:secretsmanager:(?<region>[^:]*):(?<account>\d*):secret:(?<tail>[^:]+)$/.exec(id)?.groups
  if (arn === undefined && !/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(id)) {
    // What a valueFrom with a JSON key gets that is passed on as it stands.
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
  }
  const complete = /-[A-Za-z0-9]{6}$/.test(id)
  const found = secrets.find((secret) => {
    if (regionOf(secret) !== caller.region) return false
    if (arn === undefined) return secret.name === id
    return complete ? secret.arn === id : withoutSuffix(secret.arn) === id
  })
  if (found !== undefined) {
    if (found.fault !== undefined) throw faultOf(found.fault, found.arn, caller, action)
    return found
  }
  if (arn !== undefined && arn['account'] !== account) throw denied(caller, action, id, 'resource')
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
}

/** The version that stage and id mean; without either, AWSCURRENT. */
export function findVersion(secret: StoredSecret, id: string | undefined, stage: string | undefined): StoredSecretVersion {
  const wanted = stage ?? (id === undefined ? 'AWSCURRENT' : undefined)
  const withId = id === undefined ? secret.versions : secret.versions.filter((version) => version.id === id)
  if (withId.length === 0 && id !== undefined) throw notThere(`VersionId: ${id}`)
  const found = wanted === undefined ? withId[0] : withId.find((version) => version.stages.includes(wanted))
  if (found !== undefined) return found
  if (id !== undefined && wanted !== undefined && secret.versions.some((version) => version.stages.includes(wanted))) {
    throw new AwsError('ResourceNotFoundException', 'You provided a VersionStage that is not associated to the provided VersionId.')
  }
  throw notThere(`staging label: ${wanted ?? ''}`)
}

export function regionOf(secret: StoredSecret): string {
  return secret.arn.split(':')[3] ?? ''
}

function withoutSuffix(arn: string): string {
  return arn.replace(/-[A-Za-z0-9]{6}$/, '')
}

function notThere(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`)
}

function faultOf(fault: StoreFault, arn: string, caller: Caller, action: string): AwsError {
  switch (fault) {
    case 'DecryptionFailure':
      return new AwsError('DecryptionFailure', "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")
    case 'ThrottlingException':
      return new AwsError('ThrottlingException', 'Rate exceeded')
    case 'InternalServiceError':
      return new AwsError('InternalServiceError', 'An error occurred on the server side.', 500)
    case 'AccessDeniedException':
      return denied(caller, action, arn, 'identity')
  }
}

function denied({ principal }: Caller, action: string, resource: string, basis: 'identity' | 'resource'): AwsError {
  const name = `secretsmanager:${action}`
  return new AwsError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: ${name} on resource: ${resource} because no ${basis}-based policy allows the ${name} action`,
  )
}
