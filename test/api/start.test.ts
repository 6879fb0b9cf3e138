import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { completeEnvironment, freePort, startApi } from './api-process.ts'

test('the API ends with 1 and names every missing variable at once', async () => {
  const { JWT_SECRET: _jwt, OPENAI_API_KEY: _openai, ...rest } = completeEnvironment
  await using api = startApi(rest)
  expect(await api.ended).toBe(1)
  expect(api.output()).toContain('missing environment variables: JWT_SECRET, OPENAI_API_KEY')
})

test('without its database the API listens, answers 503 with the reason, and ends with 0 on SIGTERM', async () => {
  const port = await freePort()
  await using api = startApi({ ...completeEnvironment, PORT: port })
  await api.says(`listening on 0.0.0.0:${port}`)
  const response = await fetch(`http://127.0.0.1:${port}/health`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    status: 'unavailable',
    database: { status: 'unavailable', error: expect.stringContaining('ECONNREFUSED') },
  })
  await api.says('database not ready after')
  expect(api.output()).toMatch(/database not ready after \d+ ms: .*ECONNREFUSED/)
  api.signal('SIGTERM')
  expect(await api.ended).toBe(0)
  expect(api.output()).toContain('SIGTERM received, draining\nstopped\n')
})

test('a port that is taken ends the API with 1 and a message that names it', async () => {
  const taken = createServer().listen(0, '0.0.0.0')
  await once(taken, 'listening')
  const { port } = taken.address() as { readonly port: number }
  try {
    await using api = startApi({ ...completeEnvironment, PORT: String(port) })
    expect(await api.ended).toBe(1)
    expect(api.output()).toContain(`cannot listen on port ${port}: `)
  } finally {
    taken.close()
  }
})

test('no value of a secret is printed', async () => {
  const port = await freePort()
  await using api = startApi({ ...completeEnvironment, PORT: port })
  await api.says('database not ready after')
  for (const value of ['synthetic-password', 'synthetic-jwt', 'synthetic-session', 'synthetic-openai']) {
    expect(api.output()).not.toContain(value)
  }
})
