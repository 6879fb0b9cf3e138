import { expect, test } from 'vitest'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import type { Asked } from '../../harness/endpoints/http-server.ts'
import { agentRate, rateLimiter } from '../../harness/endpoints/rate-limit.ts'
import { configuration, sidecarId, webId } from './support.ts'

const asked = (path: string, remoteAddress = '10.0.1.23'): Asked => ({
  method: 'GET',
  path,
  query: new URLSearchParams(),
  headers: {},
  remoteAddress,
  remotePort: 40_000,
  body: '',
})

/** How many of `count` requests pass, one right after the other. */
function passing(limiter: ReturnType<typeof rateLimiter>, count: number, path = '/v4/x', from?: string): number {
  return Array.from({ length: count }, () => limiter.refuse(asked(path, from))).filter((refusal) => refusal === undefined).length
}

test('a burst of 60 passes, and then 40 a second', () => {
  let nowMs = 0
  const limiter = rateLimiter(agentRate, () => nowMs)
  expect(passing(limiter, 100)).toBe(60)
  nowMs += 1000
  expect(passing(limiter, 100)).toBe(40)
  nowMs += 60_000
  expect(passing(limiter, 100)).toBe(60)
})

test('every path and every client has its own bucket', () => {
  const limiter = rateLimiter(agentRate, () => 0)
  expect(passing(limiter, 70, '/v4/x')).toBe(60)
  expect(passing(limiter, 70, '/v4/x/task')).toBe(60)
  expect(passing(limiter, 70, '/v4/x', '10.0.1.24')).toBe(60)
})

test("the refusal is plain text, and every answer carries the agent's headers", async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  const get = (id: string) => fetch(`http://127.0.0.1:${endpoints.httpPort}/v4/${id}`)
  const responses = await Promise.all(Array.from({ length: 200 }, () => get(webId)))
  const refused = responses.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(responses.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60)
  expect(await refused[0]!.text()).toBe('You have reached maximum request limit.')
  expect(refused[0]!.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(refused[0]!.headers.get('x-rate-limit-limit')).toBe('40.00')
  const other = await get(sidecarId)
  expect([other.status, other.headers.get('x-rate-limit-duration')]).toEqual([200, '1'])
})
