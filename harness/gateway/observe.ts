import type { ConnectionStage } from '../timeline/event.ts'
import type { ConnectionRecord } from './connection-record.ts'
import { type ReceivedError, readErrorResponse, type ServerError } from './wire/error-response.ts'
import { WireScanner } from './wire/scanner.ts'

/** Watches both directions of a conversation and tells the record what it means. */
export interface Observer {
  fromClient(chunk: Buffer): void
  fromServer(chunk: Buffer): void
  /** The server waits for a query, outside a transaction. */
  readonly idle: boolean
}

/** `ErrorResponse`s are cut here; their first fields are all that is looked at. */
const errorBytes = 2048

export function observe(record: ConnectionRecord): Observer {
  let authenticated = false
  let ready = false
  let idle = false
  let error: ReceivedError | undefined

  const client = new WireScanner({ Q: 0, E: 0, F: 0, X: 0 }, (type) => {
    idle = false
    if (type === 'X') record.clean = true
    else record.queries += 1
  })
  const server = new WireScanner({ R: 4, E: errorBytes, Z: 1 }, (type, body) => {
    if (type === 'R' && body.length === 4 && body.readInt32BE(0) === 0) {
      authenticated = true
      record.ok('authentication')
    } else if (type === 'E') {
      error = readErrorResponse(body)
      if (error.fatal) record.ends('server')
      if (!ready) record.failed(stageOf(error, authenticated), reasonOf(error), error.sqlState)
    } else if (type === 'Z') {
      idle = body.toString('latin1') === 'I'
      if (!ready) record.ok('database')
      // With the first of them the server only says that it is there, whatever a hasty client has sent by then.
      else if (record.queries > 0) answered(record, error)
      ready = true
      error = undefined
    }
  })
  return {
    fromClient: (chunk) => client.push(chunk),
    fromServer: (chunk) => server.push(chunk),
    get idle() {
      return idle
    },
  }
}

function answered(record: ConnectionRecord, error: ServerError | undefined): void {
  if (record.isTold('query')) return
  if (error === undefined) record.ok('query')
  // Its message may quote a literal of the query.
  else record.failed('query', 'the first query was answered with an error', error.sqlState)
}

/** Class 28 is about who it is; before that nothing else is judged, after it the database is. */
export function stageOf(error: ServerError, authenticated: boolean): ConnectionStage {
  if (error.sqlState.startsWith('28')) return 'authentication'
  if (authenticated || /^(?:3D000|42501|53|57P0[1-3])/u.test(error.sqlState)) return 'database'
  return 'startup'
}

/** Before the first query a message can only quote the startup packet; of its values only the names of user and database are told. */
export function reasonOf(error: ServerError): string {
  return error.sqlState.startsWith('22') ? 'a startup parameter has a value that the server refuses' : error.message
}
