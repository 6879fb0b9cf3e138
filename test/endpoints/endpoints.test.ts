import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { createAuthority } from '../../harness/gateway/certificate-authority.ts'
import type { GatewayConfiguration } from '../../harness/gateway/gateway.ts'
import { collector, configuration, eventually, jsonOf, taskId, webId } from './support.ts'

const host = 'ep-demo-1.eu-west-1.aws.neon.tech'

async function gateway(): Promise<GatewayConfiguration> {
  const authority = await createAuthority()
  return {
    listen: { address: '127.0.0.1', tlsPort: 0, postgresPort: 0 },
    // Nobody listens there: what is tried here ends before the database.
    upstream: { host: '127.0.0.1', port: 1 },
    hosts: [{ host, neon: true, plaintext: false }],
    certificate: await authority.issue([host]),
  }
}

/** Whether a connection is accepted. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** A port that somebody else has. */
async function taken() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, [Symbol.dispose]: () => void server.close() }
}

test("a task with a database has the database's front among its endpoints, and its connections are told", async () => {
  const { happenings, emit } = collector()
  await using endpoints = await openEndpoints({ ...configuration, gateway: await gateway() }, emit)
  expect(await accepts(endpoints.gateway!.tlsPort)).toBe(true)
  await eventually('the connection is told', () => happenings.find(({ type }) => type === 'connection-opened'))
})

test('everything that was opened is closed again, with clients still connected', async () => {
  const endpoints = await openEndpoints({ ...configuration, gateway: await gateway() }, () => undefined)
  const ports = [endpoints.httpPort, endpoints.dnsPort, endpoints.gateway!.tlsPort, endpoints.gateway!.postgresPort]
  expect(await Promise.all(ports.map(accepts))).toEqual([true, true, true, true])
  const idle = ports.map((port) => connect(port, '127.0.0.1').on('error', () => undefined))
  await endpoints[Symbol.asyncDispose]()
  expect(await Promise.all(ports.map(accepts))).toEqual([false, false, false, false])
  for (const socket of idle) socket.destroy()
})

test('when one port cannot be had, the others are given back', async () => {
  using http = await taken()
  const port = http.port
  http[Symbol.dispose]()
  using dns = await taken()
  const listen = { address: '127.0.0.1', httpPort: port, dnsPort: dns.port }
  await expect(openEndpoints({ ...configuration, listen }, () => undefined)).rejects.toMatchObject({ code: 'EADDRINUSE', port: dns.port })
  expect(await accepts(port)).toBe(false)
})

test('two tasks side by side know nothing of each other', async () => {
  const other = { ...configuration, identity: { ...configuration.identity, taskId: 'f'.repeat(32), family: 'other' }, containers: [] }
  await using here = await openEndpoints(configuration, () => undefined)
  await using there = await openEndpoints(other, () => undefined)
  const status = async (port: number) => (await fetch(`http://127.0.0.1:${port}/v4/${webId}/task`)).status
  expect([await status(here.httpPort), await status(there.httpPort)]).toEqual([200, 404])
})

test('without a local store there is nothing at /aws', async () => {
  await using endpoints = await openEndpoints(configuration, () => undefined)
  expect((await fetch(`http://127.0.0.1:${endpoints.httpPort}/aws`, { method: 'POST' })).status).toBe(404)
})

test('names of other partitions have their ARNs', async () => {
  const identity = { ...configuration.identity, region: 'cn-north-1' }
  await using endpoints = await openEndpoints({ ...configuration, identity }, () => undefined)
  const task = await jsonOf(await fetch(`http://127.0.0.1:${endpoints.httpPort}/v4/${webId}/task`))
  expect(task.TaskARN).toBe(`arn:aws-cn:ecs:cn-north-1:111122223333:task/demo/${taskId}`)
})
