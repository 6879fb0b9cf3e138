import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeRequest } from '../../harness/endpoints/request.ts'

async function listening(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/health?deep=1`, host: `127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() }
}

const serving = (answer: RequestListener) => {
  const server = createServer(answer)
  server.keepAliveTimeout = 1
  return listening(server)
}
const order = { timeoutMs: 2000, maxBodyBytes: 100 }

test('a request is made as the load balancer makes it: GET, its User-Agent, the target as Host', async () => {
  using server = await serving((request, response) =>
    response.end(JSON.stringify([request.method, request.url, request.headers['user-agent'], request.headers.host])),
  )
  const outcome = await makeRequest({ url: server.url, ...order })
  expect(outcome).toMatchObject({ status: 200, durationMs: expect.any(Number) })
  expect(JSON.parse(outcome.body)).toEqual(['GET', '/health?deep=1', 'ELB-HealthChecker/2.0', server.host])
})

test('an answer that is compressed, because the load balancer offers it, is read as text', async () => {
  using server = await serving((request, response) => {
    expect(request.headers['accept-encoding']).toBe('gzip, compressed')
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('all well'))
  })
  expect(await makeRequest({ url: server.url, ...order })).toMatchObject({ status: 200, body: 'all well' })
  using stalls = await serving((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).write(gzipSync('all well').subarray(0, 12))
  })
  expect((await makeRequest({ url: stalls.url, timeoutMs: 100, maxBodyBytes: 100 })).error).toBe('the answer did not end within 100 ms')
})

test('headers of the order stand over the default ones', async () => {
  using server = await serving((request, response) =>
    response.end(`${request.headers['user-agent']} ${String(request.headers['x-extra'])}`),
  )
  expect((await makeRequest({ url: server.url, headers: { 'User-Agent': 'smoke', 'X-Extra': 'yes' }, ...order })).body).toBe('smoke yes')
})

test('a redirect is not followed: its status counts, and where it points is told', async () => {
  using server = await serving((_request, response) => response.writeHead(302, { Location: '/login' }).end())
  expect(await makeRequest({ url: server.url, ...order })).toMatchObject({ status: 302, location: '/login' })
})

test('a long body is cut, between characters, and an endless one does not hold us', async () => {
  using server = await serving((_request, response) => {
    response.write('é'.repeat(100))
    const more = setInterval(() => response.write('x'.repeat(1000)), 5)
    response.once('close', () => clearInterval(more))
  })
  const outcome = await makeRequest({ url: server.url, timeoutMs: 2000, maxBodyBytes: 11 })
  expect(outcome).toMatchObject({ status: 200, body: 'ééééé' })
  expect(outcome).not.toHaveProperty('error')
})

test('what went wrong is said in words', async () => {
  const closed = await serving(() => undefined)
  closed[Symbol.dispose]()
  expect((await makeRequest({ url: closed.url, ...order })).error).toBe(`connection refused: nothing listens on ${closed.host}`)

  using hangs = await serving(() => undefined)
  expect(await makeRequest({ url: hangs.url, timeoutMs: 100, maxBodyBytes: 100 })).toMatchObject({
    error: 'connected, but no answer within 100 ms',
  })

  using stalls = await serving((_request, response) => void response.writeHead(200).write('half'))
  expect(await makeRequest({ url: stalls.url, timeoutMs: 100, maxBodyBytes: 100 })).toMatchObject({
    status: 200,
    error: 'the answer did not end within 100 ms',
  })

  using hangsUp = await listening(createTcpServer((socket) => void socket.once('data', () => socket.destroy())))
  expect((await makeRequest({ url: hangsUp.url, ...order })).error).toBe('the connection was closed without a whole answer')

  using other = await listening(createTcpServer((socket) => void socket.end('220 mail.example.com ESMTP\r\n')))
  expect((await makeRequest({ url: other.url, ...order })).error).toMatch(/Parse Error/)

  expect((await makeRequest({ url: 'nonsense', ...order })).error).toMatch(/Invalid URL/)
})
