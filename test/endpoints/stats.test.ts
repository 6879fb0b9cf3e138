import { expect, test } from 'vitest'
import { openEndpoints, type Endpoints } from '../../harness/endpoints/endpoints.ts'
import { configuration, jsonOf, sidecarId, webId } from './support.ts'

const reading = (read: string, received: number) => ({
  read,
  preread: '2026-01-02T03:04:00Z',
  name: '/ecs-preflight-1-web',
  id: 'ffff',
  pids_stats: { current: 7 },
  memory_stats: { usage: 1_048_576 },
  networks: { eth0: { rx_bytes: received, tx_bytes: 100 } },
})

async function get(endpoints: Endpoints, path: string) {
  const response = await fetch(`http://127.0.0.1:${endpoints.httpPort}${path}`)
  return { status: response.status, body: await jsonOf(response) }
}

test("stats are the engine's own numbers under the names ECS gives the container", async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  endpoints.stats(webId, reading('2026-01-02T03:04:10Z', 1000))
  const { status, body } = await get(endpoints, `/v4/${webId}/stats`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ id: webId, name: 'web', pids_stats: { current: 7 }, memory_stats: { usage: 1_048_576 } })
  expect(body).not.toHaveProperty('network_rate_stats')
})

test('the network rate is the difference between two readings over the time between them', async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  endpoints.stats(webId, reading('2026-01-02T03:04:10Z', 1000))
  endpoints.stats(webId, reading('2026-01-02T03:04:20Z', 6000))
  expect((await get(endpoints, `/v4/${webId}/stats`)).body.network_rate_stats).toEqual({ rx_bytes_per_sec: 500, tx_bytes_per_sec: 0 })
})

test("the task's stats are a map over all its containers, empty for one without a reading", async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  endpoints.stats(webId, reading('2026-01-02T03:04:10Z', 1000))
  const { body } = await get(endpoints, `/v4/${sidecarId}/task/stats`)
  expect(body).toMatchObject({ [webId]: { name: 'web' }, [sidecarId]: {} })
  expect(Object.keys(body[sidecarId])).toEqual([])
})

test('a container without a reading has no stats: version 4 says 500, version 3 says 400', async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  const words = `Unable to get container stats for: ${webId}`
  expect(await get(endpoints, `/v4/${webId}/stats`)).toEqual({ status: 500, body: words })
  expect(await get(endpoints, `/v3/${webId}/stats`)).toEqual({ status: 400, body: words })
})

test('stats of a container of another task are passed over', async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  endpoints.stats('somebody-else', reading('2026-01-02T03:04:10Z', 1000))
  expect(Object.keys((await get(endpoints, `/v4/${webId}/task/stats`)).body)).toEqual([webId, sidecarId])
})
