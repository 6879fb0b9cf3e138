import { json, type Answer } from './http-server.ts'
import type { LiveTask } from './live-task.ts'
import type { Route } from './router.ts'

/** The task role's credentials, at the one path that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names. */
export function credentialsRoutes(task: LiveTask): readonly Route[] {
  return [
    { pattern: /^\/v1\/credentials$/, answer: (asked) => credentials(task, asked.query.get('id') ?? '', 1) },
    { pattern: /^\/v2\/credentials\/(.*)$/, answer: (_asked, id = '') => credentials(task, id, 2) },
  ]
}

function credentials(task: LiveTask, id: string, version: 1 | 2): Answer {
  const { taskRole, credentialsId } = task.facts
  if (id === '') return failure(400, 'NoIdInRequest', version, 'No Credential ID in the request')
  if (id !== credentialsId || taskRole === undefined) return failure(400, 'InvalidIdInRequest', version, 'Credentials not found')
  return json(200, {
    RoleArn: taskRole.roleArn,
    AccessKeyId: taskRole.accessKeyId,
    SecretAccessKey: taskRole.secretAccessKey,
    Token: taskRole.token,
    Expiration: inUtc(taskRole.expiration),
  })
}

function failure(status: number, code: string, version: 1 | 2, message: string): Answer {
  return json(status, { code, message: `CredentialsV${version}Request: ${message}`, HTTPErrorCode: status })
}

/** To the second and ending in Z, as ECS writes it: the SDKs refuse an offset. */
function inUtc(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
