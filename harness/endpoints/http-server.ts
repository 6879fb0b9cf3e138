import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the handlers read it. */
export interface Asked {
  readonly method: string
  /** The path alone, percent-decoded as Go's servers decode it. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly remoteAddress: string
  readonly remotePort: number
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface HttpServer extends AsyncDisposable {
  readonly port: number
}

export const json = (status: number, value: unknown): Answer => ({ status, contentType: 'application/json', body: JSON.stringify(value) })

/** No request to these endpoints is longer than a list of names. */
const maxBodyBytes = 1024 * 1024

/** Serves until it is disposed of; then every connection is closed at once. Rejects when the port cannot be had. */
export async function serveHttp(answer: (asked: Asked) => Answer, address: string, port: number): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void read(request)
      .then((asked) => (asked === undefined ? { status: 400, body: '' } : answer(asked)))
      .catch((error: unknown) => json(500, `internal error: ${error instanceof Error ? error.message : String(error)}`))
      .then(({ status, contentType, headers, body }) => {
        const type = contentType === undefined ? {} : { 'Content-Type': contentType }
        response.writeHead(status, { ...type, 'Content-Length': Buffer.byteLength(body), ...headers }).end(body)
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** Nothing for a request that is no request: a path that cannot be decoded, a body beyond every measure. */
async function read(request: IncomingMessage): Promise<Asked | undefined> {
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  const decoded = decode(path)
  const body = await readBody(request)
  if (decoded === undefined || body === undefined) return undefined
  return {
    method: request.method ?? 'GET',
    path: decoded,
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    remoteAddress: request.socket.remoteAddress ?? '',
    remotePort: request.socket.remotePort ?? 0,
    body,
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= maxBodyBytes) parts.push(chunk)
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(parts).toString('utf8')
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
