import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { createGunzip } from 'node:zlib'

/** One HTTP request to be made from the task's network, as a load balancer's health check makes it. */
export interface RequestOrder {
  readonly url: string
  /** Default GET. */
  readonly method?: string
  /** Over the default ones: the health checker's User-Agent, and a Host of the target's address and port. */
  readonly headers?: Readonly<Record<string, string>>
  /** For the whole of it, from the first packet to the last byte that is wanted. */
  readonly timeoutMs: number
  /** The answer is read up to here and cut. */
  readonly maxBodyBytes: number
}

export interface RequestOutcome {
  readonly status?: number
  readonly durationMs: number
  /** Why there was no answer, or why it was not whole. */
  readonly error?: string
  readonly body: string
  /** Where a redirect pointed: it was not followed, as the load balancer does not. */
  readonly location?: string
}

/** Makes the request. Never throws: what went wrong is in the outcome. Certificates are not verified, as the load balancer does not. */
export async function makeRequest(order: RequestOrder): Promise<RequestOutcome> {
  const startedAt = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAt)
  const progress: Progress = { connected: false, deadline: AbortSignal.timeout(order.timeoutMs) }
  try {
    const response = await exchange(order, progress)
    const cut = await readUpTo(response, order.maxBodyBytes)
    const location = response.headers.location
    return { status: response.statusCode ?? 0, durationMs: durationMs(), body: cut, ...(location === undefined ? {} : { location }) }
  } catch (error) {
    const status = progress.status === undefined ? {} : { status: progress.status }
    return { ...status, durationMs: durationMs(), error: inWords(error, order, progress), body: '' }
  }
}

interface Progress {
  readonly deadline: AbortSignal
  connected: boolean
  status?: number
}

function exchange(order: RequestOrder, progress: Progress): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = new URL(order.url)
    const options = {
      method: order.method ?? 'GET',
      headers: { ...healthCheckerHeaders(url), ...order.headers },
      agent: false as const,
      signal: progress.deadline,
    }
    const request = url.protocol === 'https:' ? secureRequest(url, { ...options, rejectUnauthorized: false }) : plainRequest(url, options)
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        progress.connected = true
      })
    })
    request.once('response', (response) => {
      if (response.statusCode !== undefined) progress.status = response.statusCode
      resolve(response)
    })
    request.on('error', reject)
    request.end()
  })
}

/** What an Application Load Balancer sends, its odd `compressed` included. */
function healthCheckerHeaders({ protocol, hostname, port }: URL): Record<string, string> {
  const defaultPort = protocol === 'https:' ? '443' : '80'
  return {
    Host: `${hostname}:${port === '' ? defaultPort : port}`,
    'User-Agent': 'ELB-HealthChecker/2.0',
    'Accept-Encoding': 'gzip, compressed',
  }
}

async function readUpTo(response: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  const body = response.headers['content-encoding'] === 'gzip' ? unzipped(response) : response
  for await (const chunk of body as AsyncIterable<Buffer>) {
    parts.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  // A character that the cut goes through is left out rather than shown as a replacement character.
  return new TextDecoder().decode(Buffer.concat(parts).subarray(0, maxBytes), { stream: size > maxBytes })
}

/** A broken connection or the deadline must end the reading behind the unzipping, too. */
function unzipped(response: IncomingMessage): AsyncIterable<unknown> {
  const gunzip = createGunzip()
  response.once('error', (error) => gunzip.destroy(error))
  return response.pipe(gunzip)
}

function inWords(error: unknown, order: RequestOrder, progress: Progress): string {
  const code = codeOf(error)
  const host = URL.canParse(order.url) ? new URL(order.url).host : order.url
  if (progress.deadline.aborted || code === 'ETIMEDOUT') {
    if (progress.status !== undefined) return `the answer did not end within ${order.timeoutMs} ms`
    return progress.connected ? `connected, but no answer within ${order.timeoutMs} ms` : `no connection within ${order.timeoutMs} ms`
  }
  if (code === 'ECONNREFUSED') return `connection refused: nothing listens on ${host}`
  if (code === 'ECONNRESET') return progress.connected ? 'the connection was closed without a whole answer' : 'connection reset'
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
