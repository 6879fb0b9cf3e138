import type { ValueFrom } from './secret.ts'

/** The agent's own words for an ARN whose tail has a wrong number of parts (ecs-semantics §2.1). */
const invalidArn = 'an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.'

/** What RegisterTaskDefinition says of a bare name, as far as it does not depend on the secret. */
const invalidParameterName = 'The parameter name can be up to 2048 characters and include the following letters and symbols: a-zA-Z0-9_.-/'

const parameterName = /^[A-Za-z0-9_.\-/]{1,2048}$/u

/**
 * Understands a valueFrom as the ECS agent does: an ARN is cut at its first five colons, and what follows is cut at every colon.
 * So a JSON key cannot hold a colon, and trailing colons count. Never throws.
 */
export function parseValueFrom(valueFrom: string): ValueFrom {
  if (!valueFrom.startsWith('arn:')) return parameterByName(valueFrom)
  const [, partition = '', service = '', region = '', account = '', ...rest] = valueFrom.split(':')
  const resource = rest.join(':')
  if (service === 'ssm') return parameterByArn({ partition, region, account, resource, valueFrom })
  if (service === 'secretsmanager') return secretByArn({ partition, region, account, resource, valueFrom })
  return {
    kind: 'invalid',
    reason: `trying to retrieve secret with value ${valueFrom} resulted in error: the ARN is of the service "${service}", neither of secretsmanager nor of ssm`,
  }
}

interface Arn {
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly resource: string
  readonly valueFrom: string
}

function secretByArn({ partition, region, account, resource, valueFrom }: Arn): ValueFrom {
  const parts = resource.split(':')
  const [type, secretName = '', jsonKey = '', versionStage = '', versionId = ''] = parts
  if (type !== 'secret' || secretName === '' || region === '' || (parts.length !== 2 && parts.length !== 5)) {
    return { kind: 'invalid', reason: `trying to retrieve secret with value ${valueFrom} resulted in error: ${invalidArn}` }
  }
  return {
    kind: 'secrets-manager',
    partition,
    region,
    account,
    secretId: `arn:${partition}:secretsmanager:${region}:${account}:secret:${secretName}`,
    secretName,
    ...(jsonKey !== '' && { jsonKey }),
    ...(versionStage !== '' && { versionStage }),
    ...(versionId !== '' && { versionId }),
  }
}

/** The ARN of `/team/level` ends in `parameter/team/level`, that of `level` in `parameter/level`. */
function parameterByArn({ partition, region, account, resource, valueFrom }: Arn): ValueFrom {
  const name = /^parameter\/(.+)$/su.exec(resource)?.[1]
  if (name === undefined || region === '') {
    return {
      kind: 'invalid',
      reason: `trying to retrieve secret with value ${valueFrom} resulted in error: the ARN does not end in :parameter/ and a name`,
    }
  }
  if (!parameterName.test(name)) return { kind: 'invalid', reason: invalidParameterName }
  return { kind: 'parameter-store', partition, region, account, name: name.includes('/') ? `/${name}` : name }
}

function parameterByName(name: string): ValueFrom {
  return parameterName.test(name) ? { kind: 'parameter-store', name } : { kind: 'invalid', reason: invalidParameterName }
}
