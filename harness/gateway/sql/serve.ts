import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import type { ConnectionRecord } from '../connection-record.ts'
import { isReached } from '../fault.ts'
import { findHost } from '../hosts.ts'
import { reasonOf, stageOf } from '../observe.ts'
import type { Surroundings } from '../session.ts'
import { decideStartup } from '../startup-rules.ts'
import { cancelProcess } from '../upstream.ts'
import { errorBody, isServerError, messageBody } from './error-body.ts'
import type { Identity, Pools } from './pools.ts'
import { readSqlRequest, type SqlRequest } from './request.ts'
import { runQueries, TooLarge } from './run.ts'

/** Neon's own limit for requests. */
const longestRequest = 10_485_760

/** Serves one request to `/sql`. Never rejects. */
export async function serveSql(
  surroundings: Surroundings,
  pools: Pools,
  exchange: { request: IncomingMessage; response: ServerResponse; record: ConnectionRecord; raw: Socket },
): Promise<void> {
  const { request, response, record, raw } = exchange
  record.transport = 'neon-http'
  // Between two requests there is nothing to say goodbye to.
  record.clean = false
  response.once('finish', () => (record.clean = true))
  const answer = (status: number, body: object, headers: Record<string, string> = {}) => {
    const text = Buffer.from(JSON.stringify(body))
    record.bytesOut += text.length
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': text.length,
      'access-control-allow-origin': '*',
      'neon-request-id': randomUUID(),
      ...headers,
    })
    response.end(text)
  }
  const body = await readBody(request)
  if (body === undefined) return
  record.bytesIn += body.length
  if (body.length > longestRequest)
    return answer(413, messageBody(`request is too large (max is ${longestRequest} bytes)`), { connection: 'close' })
  const sql = readSqlRequest(request.headers, body.toString('utf8'))
  if (sql.kind === 'refusal') {
    record.failed('startup', sql.message)
    return answer(400, messageBody(sql.message))
  }
  const admitted = admit(surroundings, sql, record)
  if (admitted === undefined) return answer(400, wrongPassword(sql.connection.user))

  const { faults } = surroundings
  if (faults.blackHole('startup')) return
  await delay(faults.latencyMs + faults.wake())
  if (surroundings.sessions >= (faults.active('too-many-connections')?.limit ?? Infinity)) {
    record.failed('database', 'sorry, too many clients already', '53300')
    return answer(400, errorBody({ message: 'sorry, too many clients already', code: '53300', severity: 'FATAL' }))
  }
  record.ok('startup')
  const before = record.queries
  record.queries += sql.queries.length
  const drop = faults.active('drop-mid-query')
  if (drop !== undefined && isReached(drop, before, record.queries) && faults.strike('drop-mid-query') !== undefined) {
    record.ends('gateway')
    return void (drop.reset === true ? raw.resetAndDestroy() : raw.destroy())
  }
  surroundings.sessions += 1
  try {
    const results = await ask(surroundings, pools, { sql, identity: admitted, record, response })
    await delay(faults.latencyMs)
    record.ok('query')
    const whole = sql.transaction === undefined ? results[0] : { results }
    answer(200, whole ?? {}, sql.echoed)
  } catch (error) {
    fail(error)
  } finally {
    surroundings.sessions -= 1
  }

  function fail(error: unknown): void {
    if (error instanceof TooLarge) return answer(507, messageBody(error.message))
    if (!isServerError(error)) {
      record.failed('startup', "the stand-in's Postgres does not answer")
      return answer(500, messageBody("the stand-in's Postgres does not answer"))
    }
    const told = { sqlState: error.code ?? '', message: error.message }
    if (record.isTold('database')) record.failed('query', 'the first query was answered with an error', told.sqlState)
    else record.failed(stageOf(told, false), reasonOf(told), told.sqlState)
    answer(400, told.sqlState === '28P01' ? wrongPassword(sql.kind === 'request' ? sql.connection.user : '') : errorBody(error))
  }
}

async function ask(
  surroundings: Surroundings,
  pools: Pools,
  asked: { sql: SqlRequest; identity: Identity; record: ConnectionRecord; response: ServerResponse },
): ReturnType<typeof runQueries> {
  const { sql, identity, record, response } = asked
  const client = await pools.take(identity)
  record.ok('authentication')
  record.ok('database')
  const abort = () => void cancel(surroundings, client)
  response.once('close', abort)
  let clean = false
  try {
    const results = await runQueries(client, sql)
    await client.query('DISCARD ALL')
    clean = true
    return results
  } finally {
    response.off('close', abort)
    client.release(!clean)
  }
}

/** Who asks, as the database is to see it; undefined when this task has no such database, which the record tells. */
function admit(surroundings: Surroundings, sql: SqlRequest, record: ConnectionRecord): Identity | undefined {
  const { user, password, database, host, parameters } = sql.connection
  record.user = user
  record.database = database
  record.application = parameters['application_name']
  const startup = new Map([
    ['user', user],
    ['database', database],
  ])
  for (const name of ['application_name', 'options']) if (parameters[name] !== undefined) startup.set(name, parameters[name])
  const rule = findHost(surroundings.configuration.hosts, host)
  const decision = decideStartup(surroundings.configuration.hosts, { parameters: startup, encrypted: true, name: host })
  if (decision.kind === 'refused' || rule?.neon !== true) {
    record.failed('startup', decision.kind === 'refused' ? decision.error.message : `${host} takes no HTTP queries: only Neon's hosts do`)
    return undefined
  }
  record.reaches(decision.host)
  const readOnly = surroundings.faults.active('read-only') === undefined ? [] : ['-c default_transaction_read_only=on']
  const options = [decision.forwarded.get('options') ?? [], ...readOnly].flat().join(' ')
  return { user, password: password.reveal(), database, application: record.application, options: options === '' ? undefined : options }
}

async function cancel(surroundings: Surroundings, client: PoolClient): Promise<void> {
  // What the server said of this connection when it began; the type declarations of pg leave it out.
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
  await cancelProcess(surroundings.configuration.upstream, processID, secretKey).catch(() => undefined)
}

/** As Neon's proxy says it, which is also what it says when it does not know the endpoint. */
function wrongPassword(user: string): object {
  return messageBody(`password authentication failed for user '${user}'`)
}

/** The body, a little longer than allowed at most; undefined when the client went away. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      // What is too long is read to its end, so that the client gets to read the answer, but not kept.
      if (length <= longestRequest + chunk.length) chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}
