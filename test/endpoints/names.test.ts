import { createSocket } from 'node:dgram'
import { encode } from 'dns-packet'
import { assert, asyncProperty, uint8Array } from 'fast-check'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serveNames } from '../../harness/endpoints/names.ts'
import { askTcp, askUdp, collector, configuration, query } from './support.ts'

async function open(changed: Partial<typeof configuration.names> = {}) {
  const { happenings, emit } = collector()
  const server = await serveNames({ ...configuration.names, ...changed }, emit, '127.0.0.1', 0)
  return { happenings, port: server.port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test("a stand-in's name is answered with the address of the endpoints, whatever its case", async () => {
  await using names = await open()
  const answer = await askUdp(names.port, query('EP-demo-1.eu-west-1.aws.NEON.tech'))
  expect(answer).toMatchObject({ id: 4711, rcode: 'NOERROR', flag_aa: true, flag_ra: true, flag_rd: true })
  expect(answer.answers).toMatchObject([{ type: 'A', name: 'EP-demo-1.eu-west-1.aws.NEON.tech', data: '10.0.1.9' }])
  expect(names.happenings).toEqual([{ type: 'name-asked', name: 'ep-demo-1.eu-west-1.aws.neon.tech', outcome: 'stand-in' }])
})

test('an allowed name with an address is answered with it', async () => {
  await using names = await open()
  expect((await askUdp(names.port, query('api.example.com'))).answers).toMatchObject([{ data: '10.0.1.50' }])
  expect(names.happenings).toEqual([{ type: 'name-asked', name: 'api.example.com', outcome: 'allowed' }])
})

test('every other name does not exist, at once, and is told as refused', async () => {
  await using names = await open()
  const startedAt = performance.now()
  expect(await askUdp(names.port, query('o123.ingest.sentry.io'))).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
  expect(performance.now() - startedAt).toBeLessThan(500)
  expect(names.happenings).toEqual([{ type: 'name-asked', name: 'o123.ingest.sentry.io', outcome: 'refused' }])
})

test('a known name has no IPv6 address and no other records: it exists without them', async () => {
  await using names = await open()
  for (const type of ['AAAA', 'MX', 'TXT', 'SRV'] as const) {
    expect(await askUdp(names.port, query('redis.internal', type))).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
      flag_aa: true,
      flag_ra: true,
    })
  }
})

test('each distinct name is told once, however often and for whatever it is asked', async () => {
  await using names = await open()
  for (const type of ['A', 'AAAA', 'A'] as const) await askUdp(names.port, query('one.example.com', type))
  await askUdp(names.port, query('ONE.example.com'))
  await askUdp(names.port, query('two.example.com'))
  expect(names.happenings.map((happening) => 'name' in happening && happening.name)).toEqual(['one.example.com', 'two.example.com'])
})

test("a step of the resolver's search does not exist and is told as the name that was meant", async () => {
  await using names = await open()
  expect((await askUdp(names.port, query('redis.eu-west-1.compute.internal'))).rcode).toBe('NXDOMAIN')
  expect((await askUdp(names.port, query('redis'))).answers).toMatchObject([{ data: '10.0.1.9' }])
  expect((await askUdp(names.port, query('db.example.com.eu-west-1.compute.internal'))).rcode).toBe('NXDOMAIN')
  expect(names.happenings).toEqual([
    { type: 'name-asked', name: 'redis', outcome: 'stand-in' },
    { type: 'name-asked', name: 'db.example.com', outcome: 'refused' },
  ])
})

test('a reverse look-up is answered and not told', async () => {
  await using names = await open()
  expect((await askUdp(names.port, query('23.1.0.10.in-addr.arpa', 'PTR'))).rcode).toBe('NXDOMAIN')
  expect(names.happenings).toEqual([])
})

test('a pattern allows the names below it and not the name itself', async () => {
  await using names = await open({
    allowed: [
      { host: '*.example.com', address: '10.0.1.60' },
      { host: 'a.example.com', address: '10.0.1.61' },
    ],
  })
  const addressOf = async (name: string) =>
    (await askUdp(names.port, query(name))).answers?.map((answer) => 'data' in answer && answer.data)
  expect(await addressOf('x.y.example.com')).toEqual(['10.0.1.60'])
  expect(await addressOf('a.example.com')).toEqual(['10.0.1.61'])
  expect(await addressOf('example.com')).toEqual([])
  expect(await addressOf('badexample.com')).toEqual([])
})

test('TCP serves several questions on one connection, cut anywhere', async () => {
  await using names = await open()
  const answers = await askTcp(names.port, [query('redis.internal', 'A', 1), query('nowhere.example.org', 'A', 2)])
  expect(answers).toMatchObject([
    { id: 1, answers: [{ data: '10.0.1.9' }] },
    { id: 2, rcode: 'NXDOMAIN' },
  ])
})

test('an allowed name without an address is passed on to the resolver, and its IPv6 address is not asked for', async () => {
  const forwarded: string[] = []
  const resolver = createSocket('udp4')
  await new Promise<void>((resolve) => resolver.bind(0, '127.0.0.1', resolve))
  try {
    resolver.on('message', (packet, from) => {
      forwarded.push(packet.toString('latin1'))
      resolver.send(
        encode({ type: 'response', id: packet.readUInt16BE(0), answers: [{ type: 'A', name: 'real.example.com', data: '192.0.2.7' }] }),
        from.port,
        from.address,
      )
    })
    await using names = await open({ allowed: [{ host: 'real.example.com' }], resolver: `127.0.0.1:${resolver.address().port}` })
    expect((await askUdp(names.port, query('real.example.com'))).answers).toMatchObject([{ data: '192.0.2.7' }])
    expect((await askUdp(names.port, query('real.example.com', 'AAAA'))).answers).toEqual([])
    expect(forwarded).toHaveLength(1)
    expect(names.happenings).toEqual([{ type: 'name-asked', name: 'real.example.com', outcome: 'allowed' }])
  } finally {
    resolver.close()
  }
})

test('a resolver that is not there makes an allowed name a server failure at once, not a silence', async () => {
  const gone = createSocket('udp4')
  await new Promise<void>((resolve) => gone.bind(0, '127.0.0.1', resolve))
  const { port } = gone.address()
  await new Promise<void>((resolve) => gone.close(() => resolve()))
  await using names = await open({ allowed: [{ host: 'real.example.com' }], resolver: `127.0.0.1:${port}` })
  expect((await askUdp(names.port, query('real.example.com'))).rcode).toBe('SERVFAIL')
})

test('a query with EDNS is answered with EDNS', async () => {
  await using names = await open()
  const packet = encode({
    type: 'query',
    id: 9,
    questions: [{ type: 'A', name: 'redis' }],
    additionals: [
      { type: 'OPT', name: '.', udpPayloadSize: 4096, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
    ],
  })
  expect((await askUdp(names.port, packet)).additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }])
})

test('rubbish is refused or passed over, and the next question is answered', async () => {
  await using names = await open()
  const socket = createSocket('udp4')
  const send = (packet: Uint8Array) => new Promise<void>((resolve) => socket.send(packet, names.port, '127.0.0.1', () => resolve()))
  try {
    await assert(
      asyncProperty(uint8Array({ maxLength: 80 }), async (packet) => {
        await send(packet)
        // So many at once would overflow the socket's buffer before the server gets its turn.
        await turn()
      }),
      { numRuns: 300 },
    )
  } finally {
    socket.close()
  }
  expect((await askUdp(names.port, query('redis'))).answers).toHaveLength(1)
  const notAQuery = query('redis')
  notAQuery[2] = 0x28
  expect((await askUdp(names.port, notAQuery)).rcode).toBe('NOTIMP')
})
