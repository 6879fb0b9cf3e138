import type { IncomingHttpHeaders } from 'node:http'
import { type ConnectionString, parseConnectionString } from '../../connection-string/connection-string.ts'
import { Sensitive } from '../../sensitive/sensitive.ts'
import { toPostgresText } from './values.ts'

export interface SqlQuery {
  readonly text: string
  /** As Postgres takes them: text, or null. */
  readonly values: readonly (string | null)[]
}

/** A request to `POST /sql`, understood. */
export interface SqlRequest {
  readonly kind: 'request'
  readonly connection: ConnectionString
  readonly queries: readonly SqlQuery[]
  /** Set when the queries form one transaction: the words after BEGIN. */
  readonly transaction: string | undefined
  /** Values are answered as the text that Postgres sent. */
  readonly rawText: boolean
  /** Rows are answered as arrays. */
  readonly arrayMode: boolean
  /** The headers of a batch, which the answer repeats. */
  readonly echoed: Readonly<Record<string, string>>
}

export interface SqlRefusal {
  readonly kind: 'refusal'
  readonly message: string
}

const isolationLevels: Readonly<Record<string, string>> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

/** Reads a request's headers and body as Neon's proxy does. Never throws. */
export function readSqlRequest(headers: IncomingHttpHeaders, body: string): SqlRequest | SqlRefusal {
  const given = headers['neon-connection-string']
  if (typeof given !== 'string') return refusal('missing header `Neon-Connection-String`')
  const connection = parseConnectionString(new Sensitive(given))
  if (connection.kind === 'invalid') return refusal(`the connection string in the header is not valid: ${connection.reason}`)
  const payload = parseJson(body)
  if (!isObject(payload)) return refusal('the body is not a JSON object')
  const common = { connection, rawText: headers['neon-raw-text-output'] === 'true', arrayMode: headers['neon-array-mode'] === 'true' }
  if (Array.isArray(payload['queries'])) {
    const queries = payload['queries'].map((each) => readQuery(each))
    if (!queries.every((each) => each !== undefined))
      return refusal('each of the queries needs a text under "query" and a list under "params"')
    const words = transactionWords(headers)
    if (words === undefined) return refusal('the isolation level in the header is none of Postgres')
    const echoed = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('neon-batch-'))) as Record<string, string>
    return { kind: 'request', ...common, queries, transaction: words, echoed }
  }
  const query = readQuery(payload)
  if (query === undefined) return refusal('the body needs a text under "query" and a list under "params"')
  return { kind: 'request', ...common, queries: [query], transaction: undefined, echoed: {} }
}

function readQuery(value: unknown): SqlQuery | undefined {
  if (!isObject(value) || typeof value['query'] !== 'string') return undefined
  const parameters = value['params'] ?? []
  return Array.isArray(parameters) ? { text: value['query'], values: parameters.map((each) => toPostgresText(each)) } : undefined
}

function transactionWords(headers: IncomingHttpHeaders): string | undefined {
  const level = headers['neon-batch-isolation-level']
  const words: string[] = []
  if (typeof level === 'string') {
    const name = isolationLevels[level]
    if (name === undefined) return undefined
    words.push(`ISOLATION LEVEL ${name}`)
  }
  if (headers['neon-batch-read-only'] === 'true') words.push('READ ONLY')
  if (headers['neon-batch-deferrable'] === 'true') words.push('DEFERRABLE')
  return words.join(' ')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(message: string): SqlRefusal {
  return { kind: 'refusal', message }
}
