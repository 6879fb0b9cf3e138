import type { Finding } from '../findings/finding.ts'

type Words = Required<Pick<Finding, 'ecs' | 'ecsSource'>>

const prefix = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '
const fromSecretsManager = `${prefix}unable to retrieve secret from asm: service call has been retried 1 time(s): `
const fromParameterStore = `${prefix}unable to retrieve secrets from ssm: service call has been retried 1 time(s): `

/** What Fargate puts into stoppedReason when a secret cannot be had (ecs-semantics §2.4). The parts in angle brackets differ from run to run. */
export const ecsWords = {
  secretRefused: (secretId: string, code: string, message: string): Words =>
    composed(`${fromSecretsManager}failed to fetch secret ${secretId} from secrets manager: ${code}: ${message}`),

  /** Recorded: the execution role's policy names the full ARN, and a partial one does not match it. */
  secretDenied: (secretId: string, role: string): Words =>
    recorded(
      `${fromSecretsManager}failed to fetch secret ${secretId} from secrets manager: AccessDeniedException: User: ${role} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secretId} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400, request id: <uuid>`,
    ),

  noJsonKey: (key: string): Words => recorded(`${fromSecretsManager}retrieved secret from Secrets Manager did not contain json key ${key}`),

  /** `reason`: what Go's JSON decoder says. */
  notJson: (reason: string): Words => composed(`${fromSecretsManager}${reason}`),

  invalidParameters: (names: readonly string[]): Words => composed(`${fromParameterStore}invalid parameters: ${names.join(',')}`),

  parametersRefused: (code: string, message: string): Words => composed(`${fromParameterStore}${code}: ${message}`),

  invalidArn: (reason: string): Words => composed(`ResourceInitializationError: unable to pull secrets or registry auth: ${reason}`),
}

/** The session under which ECS fetches secrets, as AWS names it: `arn:aws:sts::927289246324:assumed-role/ecsTaskExecutionRole/<session>`. */
export function assumedRole(executionRoleArn: string | undefined): string {
  const role = /^arn:([^:]+):iam::([0-9]{12}):role\/(?:.*\/)?([^/]+)$/u.exec(executionRoleArn ?? '')
  return role === null
    ? 'arn:aws:sts::<account>:assumed-role/<role>/<session>'
    : `arn:${role[1]}:sts::${role[2]}:assumed-role/${role[3]}/<session>`
}

function composed(ecs: string): Words {
  return { ecs, ecsSource: 'composed' }
}

function recorded(ecs: string): Words {
  return { ecs, ecsSource: 'recorded' }
}
