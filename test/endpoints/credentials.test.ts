import { expect, test } from 'vitest'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { configuration, jsonOf, credentialsId } from './support.ts'

async function ask(path: string, changed: Partial<typeof configuration.task> = {}) {
  const { taskRole: _taskRole, ...without } = configuration.task
  const task = 'taskRole' in changed && changed.taskRole === undefined ? without : { ...configuration.task, ...changed }
  await using endpoints = await openEndpoints({ ...configuration, task }, () => undefined)
  const response = await fetch(`http://127.0.0.1:${endpoints.httpPort}${path}`)
  return { status: response.status, body: await jsonOf(response) }
}

const handedOut = {
  RoleArn: 'arn:aws:iam::111122223333:role/api',
  AccessKeyId: 'ASIASYNTHETICSYNTHET',
  SecretAccessKey: 'synthetic-secret-access-key',
  Token: 'synthetic-token',
  Expiration: '2099-01-02T09:04:05Z',
}

test("the task role's credentials are handed out, their expiration in UTC and ending in Z", async () => {
  expect(await ask(`/v2/credentials/${credentialsId}`)).toEqual({ status: 200, body: handedOut })
})

test('the older path takes the id as a parameter', async () => {
  expect(await ask(`/v1/credentials?id=${credentialsId}`)).toEqual({ status: 200, body: handedOut })
})

test('a request without an id, or with a wrong one, is refused in the words of the agent', async () => {
  const refusal = (code: string, message: string) => ({ status: 400, body: { code, message, HTTPErrorCode: 400 } })
  expect(await ask('/v2/credentials/')).toEqual(refusal('NoIdInRequest', 'CredentialsV2Request: No Credential ID in the request'))
  expect(await ask('/v2/credentials/else')).toEqual(refusal('InvalidIdInRequest', 'CredentialsV2Request: Credentials not found'))
  expect(await ask('/v1/credentials')).toEqual(refusal('NoIdInRequest', 'CredentialsV1Request: No Credential ID in the request'))
})

test('a task without a task role gets no credentials', async () => {
  const { status, body } = await ask(`/v2/credentials/${credentialsId}`, { taskRole: undefined as never })
  expect([status, body.code]).toEqual([400, 'InvalidIdInRequest'])
})
