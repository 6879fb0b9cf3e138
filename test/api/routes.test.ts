import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { Query } from '../../api/src/database.ts'
import { createServer } from '../../api/src/server.ts'
import { checkHealth } from '../../api/src/health.ts'

const answers =
  (...rows: readonly unknown[]): Query =>
  async <Row>() =>
    rows as readonly Row[]

/** Answers the same rows to everything and keeps the parameters it was asked with. */
function recording(...rows: readonly unknown[]): { readonly query: Query; readonly asked: unknown[] } {
  const asked: unknown[] = []
  const query: Query = async <Row>(_sql: string, parameters: readonly unknown[] = []) => {
    asked.push(...parameters)
    return rows as readonly Row[]
  }
  return { query, asked }
}

const refuses: Query = () => Promise.reject(new Error('connection refused'))

async function get(query: Query, path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const server = createServer(query).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
    return { status: response.status, body: await response.json() }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

test('/health says 200 with the time the database took', async () => {
  expect(await get(answers({}), '/health')).toEqual({
    status: 200,
    body: { status: 'ok', uptimeSeconds: expect.any(Number), database: { status: 'ok', ms: expect.any(Number) } },
  })
})

test('/health says 503 with the reason when the database refuses', async () => {
  expect(await get(refuses, '/health')).toMatchObject({ status: 503, body: { database: { error: 'connection refused' } } })
})

test('a database that accepts and says nothing is unavailable once its time is over', async () => {
  const silent: Query = () => new Promise(() => {})
  expect(await checkHealth(silent, 20)).toMatchObject({ status: 'unavailable', database: { error: 'no answer within 20 ms' } })
})

test('/api/search gives the terms the database found for the decoded words', async () => {
  const { query, asked } = recording({ id: 1, name: 'Machine learning' })
  expect(await get(query, '/api/search?q=machine+learning')).toMatchObject({
    status: 200,
    body: { query: 'machine learning', count: 1, results: [{ id: 1, name: 'Machine learning' }] },
  })
  expect(asked).toEqual(['%machine learning%', 'machine learning'])
})

test('signs with a meaning in LIKE are searched as they are', async () => {
  const { query, asked } = recording()
  await get(query, `/api/search?q=${encodeURIComponent(String.raw`50%_\x`)}`)
  expect(asked[0]).toBe(String.raw`%50\%\_\\x%`)
})

test.each(['/api/search', '/api/search?q=', '/api/search?q=%20', '/api/search?q=a&q=b'])('%s is refused with 400', async (path) => {
  expect(await get(answers(), path)).toMatchObject({ status: 400 })
})

test('a search that fails is a 500 that tells nothing of the inside', async () => {
  expect(await get(refuses, '/api/search?q=x')).toEqual({ status: 500, body: { error: 'internal error' } })
})

test('an unknown path is a 404', async () => {
  expect(await get(answers(), '/nothing')).toMatchObject({ status: 404 })
})
