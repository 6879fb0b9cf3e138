import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { setTimeout as delay } from 'node:timers/promises'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { ConnectionRecord } from './connection-record.ts'
import { findHost } from './hosts.ts'
import { secure } from './secure.ts'
import { serveSession, type Surroundings } from './session.ts'
import type { Pools } from './sql/pools.ts'
import { serveSql } from './sql/serve.ts'

/** What is known of a connection when its first HTTP request comes. */
interface Visitor {
  readonly raw: Socket
  readonly record: ConnectionRecord
  readonly name: string | undefined
  readonly used: () => void
}

/** Longer than clients keep an idle connection, so that they are the ones who close it. */
const keepAliveMs = 65_000

const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'Authorization, Neon-Connection-String, Neon-Raw-Text-Output, Neon-Array-Mode, Neon-Batch-Isolation-Level, Neon-Batch-Read-Only, Neon-Batch-Deferrable',
  'access-control-max-age': '86400',
}

/** Serves TLS on the port of HTTPS: the WebSocket tunnel of Neon's driver on any path, and its HTTP queries. */
export function createTlsPort(
  surroundings: Surroundings,
  context: SecureContext,
  pools: Pools,
): (raw: Socket, record: ConnectionRecord) => Promise<void> {
  const { configuration } = surroundings
  const visitors = new WeakMap<object, Visitor>()
  const http = createServer({ keepAliveTimeout: keepAliveMs })
  const tunnels = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false })

  http.on('request', (request, response) => void serveRequest(request, response))
  http.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
  http.on('clientError', (_error, socket) => {
    const visitor = visitors.get(socket)
    visitor?.used()
    visitor?.record.failed('upgrade', 'the client sent something that is not HTTP')
    visitor?.record.ends('gateway')
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })

  async function serveRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const visitor = visitors.get(request.socket)
    if (visitor === undefined) return void response.destroy()
    const { record, raw } = visitor
    const { faults } = surroundings
    visitor.used()
    if (faults.blackHole('upgrade')) return void request.resume()
    await delay(faults.latencyMs)
    const isSql = request.url?.split('?')[0] === '/sql'
    if (isSql && request.method === 'POST') return serveSql(surroundings, pools, { request, response, record, raw })
    if (isSql && request.method === 'OPTIONS') return void response.writeHead(200, crossOrigin).end()
    record.failed('upgrade', 'an HTTP request that is neither an upgrade to a WebSocket nor a query')
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message: 'query is not supported' }))
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const visitor = visitors.get(socket)
    if (visitor === undefined) return void socket.destroy()
    const { record, raw } = visitor
    visitor.used()
    record.transport = 'neon-websocket'
    const { faults } = surroundings
    if (faults.blackHole('upgrade')) return void socket.resume()
    await delay(faults.latencyMs)
    const name = request.headers.host?.replace(/:\d+$/u, '') ?? visitor.name
    const rule = name === undefined ? undefined : findHost(configuration.hosts, name)
    if (rule?.neon !== true) {
      record.failed(
        'upgrade',
        rule === undefined
          ? `no database of this task has the host ${name ?? '(none named)'}`
          : `${rule.host} has no WebSocket tunnel: only Neon's hosts have`,
      )
      record.ends('gateway')
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    record.reaches(rule.host)
    tunnels.handleUpgrade(request, socket, head, (tunnel) => {
      record.ok('upgrade')
      tunnel.on('message', (_data, isBinary) => {
        if (!isBinary) tunnel.close(1003, 'binary frames only')
      })
      const stream = createWebSocketStream(tunnel)
      stream.on('error', () => raw.destroy())
      // The stream of a WebSocket stays half open when its socket is gone; what has come by then is still to be read.
      tunnel.once('close', () => (stream.readableEnded ? stream.destroy() : stream.once('end', () => stream.destroy())))
      const drop = (reset: boolean) => void (reset ? raw.resetAndDestroy() : raw.destroy())
      void serveSession(surroundings, { stream, record, encrypted: true, name, scram: false, drop })
    })
  }

  return async (raw, record) => {
    const { faults } = surroundings
    if (faults.blackHole('accept') || faults.blackHole('tls')) return void raw.resume()
    await delay(faults.latencyMs)
    const named = (name: string) => record.reaches(findHost(configuration.hosts, name)?.host ?? name)
    const secured = await secure(raw, record, { context, protocols: ['http/1.1'], named })
    if (secured === undefined) return
    visitors.set(secured.socket, { raw, record, name: secured.name, used: secured.used })
    http.emit('connection', secured.socket)
  }
}
