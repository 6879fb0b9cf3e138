import { expect, test } from 'vitest'
import type { TaskFacts } from '../../harness/endpoints/configuration.ts'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { liveTask } from '../../harness/endpoints/live-task.ts'
import { taskProtectionRoutes } from '../../harness/endpoints/task-protection.ts'
import { configuration, jsonOf, taskArn, webId } from './support.ts'

async function open(changed: Partial<TaskFacts> = {}, withRole = true) {
  const { taskRole, ...facts } = configuration.task
  const task = { ...facts, ...(withRole ? { taskRole: taskRole! } : {}), ...changed }
  const endpoints = await openEndpoints({ ...configuration, task }, () => undefined)
  const ask = async (method: string, body?: string, id = webId, path = 'task-protection/v1/state') => {
    const url = `http://127.0.0.1:${endpoints.httpPort}/api/${id}/${path}`
    const response = await fetch(url, { method, ...(body === undefined ? {} : { body }) })
    return { status: response.status, body: response.headers.has('content-type') ? await jsonOf(response) : await response.text() }
  }
  return { ask, [Symbol.asyncDispose]: () => endpoints[Symbol.asyncDispose]() }
}

const error = (status: number, Code: string, Message: string, Arn?: string) => ({
  status,
  body: { error: { ...(Arn === undefined ? {} : { Arn }), Code, Message } },
})

test('a task of a service can be protected, for two hours if it says nothing else, and give the protection back', async () => {
  await using task = await open()
  const none = { protection: { ProtectionEnabled: false, ExpirationDate: null, TaskArn: taskArn } }
  expect(await task.ask('GET')).toEqual({ status: 200, body: none })
  const { status, body } = await task.ask('PUT', '{"ProtectionEnabled":true}')
  expect([status, body.protection.ProtectionEnabled]).toEqual([200, true])
  expect(body.protection.ExpirationDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect((Date.parse(body.protection.ExpirationDate) - Date.now()) / 60_000).toBeCloseTo(120, 0)
  expect(await task.ask('GET')).toEqual({ status, body })
  expect(await task.ask('PUT', '{"ProtectionEnabled":false}')).toEqual({ status: 200, body: none })
})

test('a protection ends by itself', () => {
  let now = new Date('2026-01-02T03:04:05Z')
  const [put, get] = taskProtectionRoutes(liveTask(configuration), () => now)
  const asked = { method: 'PUT', path: '', query: new URLSearchParams(), headers: {}, remoteAddress: '', remotePort: 0 }
  put!.answer({ ...asked, body: '{"ProtectionEnabled":true,"ExpiresInMinutes":1}' }, webId)
  const enabled = () => JSON.parse(get!.answer({ ...asked, body: '' }, webId).body).protection
  expect(enabled()).toMatchObject({ ProtectionEnabled: true, ExpirationDate: '2026-01-02T03:05:05Z' })
  now = new Date('2026-01-02T03:05:06Z')
  expect(enabled()).toMatchObject({ ProtectionEnabled: false, ExpirationDate: null })
})

test('a request that cannot be read is refused: no JSON, an unknown field, a value of the wrong kind', async () => {
  await using task = await open()
  for (const body of [
    '',
    'rubbish',
    '[]',
    '"yes"',
    '{"ProtectionEnabled":"true"}',
    '{"ProtectionEnabled":true,"Reason":"why"}',
    '{"ExpiresInMinutes":1.5}',
  ]) {
    expect(await task.ask('PUT', body)).toEqual(error(400, 'InvalidParameterException', 'UpdateTaskProtection: failed to decode request'))
  }
})

test('the wish itself must be there, and its minutes within bounds', async () => {
  await using task = await open()
  expect(await task.ask('PUT', '{"ExpiresInMinutes":5}')).toEqual(
    error(400, 'InvalidParameterException', "Invalid request: does not contain 'ProtectionEnabled' field", taskArn),
  )
  for (const minutes of [0, 2881]) {
    expect(await task.ask('PUT', `{"ProtectionEnabled":true,"ExpiresInMinutes":${minutes}}`)).toMatchObject({
      status: 400,
      body: { error: { Code: 'InvalidParameterException', Arn: taskArn } },
    })
  }
})

test('an unknown container has no task', async () => {
  await using task = await open()
  const refused = error(404, 'ResourceNotFoundException', 'Failed to find a task for the request')
  expect(await task.ask('GET', undefined, 'nobody')).toEqual(refused)
  expect(await task.ask('PUT', '{"ProtectionEnabled":true}', 'nobody')).toEqual(refused)
})

test('without a task role nobody may ask ECS', async () => {
  await using task = await open({}, false)
  const refused = error(403, 'AccessDeniedException', 'Invalid Request: no task IAM role credentials available for task', taskArn)
  expect(await task.ask('GET')).toEqual(refused)
  expect(await task.ask('PUT', '{"ProtectionEnabled":true}')).toEqual(refused)
})

test('a task that belongs to no service cannot be protected: ECS says so with status 200', async () => {
  await using task = await open({ inService: false })
  expect(await task.ask('PUT', '{"ProtectionEnabled":true}')).toMatchObject({
    status: 200,
    body: { failure: { Arn: taskArn, Reason: 'TASK_NOT_VALID' } },
  })
})

test('any other method is not allowed', async () => {
  await using task = await open()
  expect((await task.ask('DELETE')).status).toBe(405)
})

test('fault injection is refused where it is not enabled, and where it is, it is said that it is not emulated', async () => {
  const path = 'fault/v1/network-latency/start'
  await using without = await open()
  expect(await without.ask('POST', '{}', webId, path)).toEqual({
    status: 400,
    body: { Error: `enableFaultInjection is not enabled for task: ${taskArn}` },
  })
  await using enabled = await open({ enableFaultInjection: true })
  expect(await enabled.ask('POST', '{}', webId, path)).toEqual({
    status: 500,
    body: { Error: 'internal error: ecs-preflight does not emulate fault injection' },
  })
  expect((await enabled.ask('POST', '{}', 'nobody', path)).status).toBe(404)
  expect((await enabled.ask('GET', undefined, webId, path)).status).toBe(405)
})
