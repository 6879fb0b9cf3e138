import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { DatabasePlan } from '../plan/database.ts'
import { type Connection, connectionsTo, cutShort, decisionOf, reached, startedAt } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'

export const connectsToDatabase: Check = {
  id: 'connects-to-database',
  about:
    'The task connects to its database and gets an answer to a first query within connectWithin, as seen on the wire: an open socket proves nothing.',
  check({ plan, timeline }) {
    return plan.databases.map((database): CheckOutcome => {
      const [container = ''] = database.containers
      const common = { id: this.id, container, limit: duration(database.connectWithinMs) }
      if (startedAt(timeline, container) === undefined)
        return { ...common, outcome: 'skip', message: `${database.variable}: ${container} was not started`, findings: [] }
      const own = connectionsTo(timeline, database)
      const answered = own.find(({ answeredAfterMs }) => answeredAfterMs !== undefined)
      if (answered?.answeredAfterMs !== undefined) {
        const late = answered.answeredAfterMs > database.connectWithinMs
        return {
          ...common,
          outcome: late ? 'fail' : 'pass',
          measured: duration(answered.answeredAfterMs),
          message: `first query after ${duration(answered.answeredAfterMs)}, from a stand-in`,
          findings: late ? [tooSlow(database, container, answered.answeredAfterMs)] : [],
        }
      }
      const failed = own.find(({ failure }) => failure !== undefined)
      if (failed?.failure !== undefined)
        return {
          ...common,
          outcome: 'fail',
          message: `the connection failed at ${failed.failure.stage}`,
          findings: [refused(database, container, failed)],
        }
      const settled = decisionOf(timeline)?.why === 'settled'
      return {
        ...common,
        outcome: cutShort(timeline) && own.length === 0 ? 'skip' : 'fail',
        message:
          own.length === 0
            ? `no connection to ${database.connection.host} was seen`
            : `${own.length} connection${own.length === 1 ? '' : 's'} without an answer; the furthest came to "${furthest(own)}"`,
        // Why a task that never became ready did not get there is for the diagnosis, which sees logs and code as well.
        findings: settled ? [readyWithout(database, container, own.length)] : [],
      }
    })
  },
}

/** Ready, healthy, and its database never tried. */
function readyWithout(
  { variable, connection, connectWithinMs }: DatabasePlan,
  container: string,
  tries: number,
): CheckOutcome['findings'][number] {
  const seen = tries === 0 ? 'no connection to' : 'no answered query from'
  return {
    id: 'connects-to-database',
    severity: 'error',
    confidence: 'certain',
    message: `"${container}" became ready, but ${seen} ${connection.host} (${variable}) was seen within ${duration(connectWithinMs)} after that`,
    remedy: `Let "${container}" run a first query when it starts, or in its health check, so that a wrong ${variable} is found before traffic comes. If it uses no database, remove the entry from databases in preflight.yaml.`,
    container,
  }
}

function furthest(connections: readonly Connection[]): string {
  return connections.map((connection) => reached(connection)).findLast((stage) => stage !== undefined) ?? 'accepted'
}

function tooSlow({ variable, connectWithinMs }: DatabasePlan, container: string, tookMs: number): CheckOutcome['findings'][number] {
  return {
    id: 'connects-to-database',
    severity: 'error',
    confidence: 'certain',
    message: `the first query through ${variable} was answered after ${duration(tookMs)}; connectWithin is ${duration(connectWithinMs)}`,
    remedy: 'Look at what the application does between connecting and its first query, or raise databases[].connectWithin.',
    container,
  }
}

function refused({ variable, connection }: DatabasePlan, container: string, { failure }: Connection): CheckOutcome['findings'][number] {
  const reason = failure?.reason ?? 'no reason was given'
  return {
    id: 'connects-to-database',
    severity: 'error',
    confidence: 'certain',
    message: `the connection to ${connection.host} (${variable}) failed at the stage "${failure?.stage}": ${reason}`,
    remedy: remedyOf(failure?.stage, variable),
    container,
    evidence: [
      {
        kind: 'connection',
        text: `${failure?.stage}: ${reason}${failure?.sqlState === undefined ? '' : ` (SQLSTATE ${failure.sqlState})`}`,
        ...(failure === undefined ? {} : { atMs: failure.atMs }),
      },
    ],
  }
}

function remedyOf(stage: string | undefined, variable: string): string {
  switch (stage) {
    case 'tls':
      return "The client does not trust the stand-in's certificate: let it honour NODE_EXTRA_CA_CERTS or SSL_CERT_FILE, which this tool sets."
    case 'authentication':
      return `Compare user and password in ${variable}; a password with @, : or / has to be URL-encoded.`
    case 'database':
      return `The database named in ${variable} is not there: compare its last part.`
    case 'query':
      return 'The first query was refused: compare it with the schema that the settings load (databases[].schema).'
    default:
      return `Compare host and parameters in ${variable}.`
  }
}
