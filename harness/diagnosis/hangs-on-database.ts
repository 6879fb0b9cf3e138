import type { Evidence, Finding } from '../findings/finding.ts'
import { latestVerdictMs } from '../health/worst-case.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { DatabasePlan } from '../plan/database.ts'
import {
  type Connection,
  connectionsTo,
  decisionOf,
  eventsOf,
  exitOf,
  firstSuccess,
  listeningOf,
  logsOf,
  reached,
  startedAt,
} from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Cause } from './cause.ts'
import { lastLines, seconds } from './evidence.ts'

export const hangsOnDatabase: Cause = {
  id: 'hangs-on-database',
  about:
    'A container runs, but never becomes ready, and no query of its was ever answered: it waits for its database, or gave up in silence.',
  recognise({ plan, timeline }) {
    const why = decisionOf(timeline)?.why
    // Only a task that had its time and did not become ready can be said to hang.
    if (why !== 'unhealthy' && why !== 'not-ready-in-time' && why !== 'gave-up') return []
    return plan.databases.flatMap((database) =>
      plan.containers
        .filter(({ name }) => database.containers.includes(name) && startedAt(timeline, name) !== undefined)
        .filter((container) => exitOf(timeline, container.name) === undefined && !isReady(container, timeline))
        .flatMap((container): Finding[] => {
          const own = connectionsTo(timeline, database)
          // A connection that failed has a reason, and a check that tells it.
          if (own.some(({ answeredAtMs, failure }) => answeredAtMs !== undefined || failure !== undefined)) return []
          return [own.length === 0 ? neverTried(database, container, timeline) : neverAnswered(database, container, timeline, own)]
        }),
    )
  },
}

function isReady({ name, healthCheck, ports }: ContainerPlan, timeline: Timeline): boolean {
  if (healthCheck !== undefined) return firstSuccess(timeline, name) !== undefined
  const listening = new Set(listeningOf(timeline).map(({ port }) => port))
  return ports.every(({ port }) => listening.has(port))
}

/** It connected, and then nothing came back. */
function neverAnswered(database: DatabasePlan, container: ContainerPlan, timeline: Timeline, own: readonly Connection[]): Finding {
  const { watchedMs, silence } = observed(container, timeline)
  const furthest = own.map((connection) => reached(connection) ?? 'accepted').at(-1)
  return {
    ...base(container),
    message: `"${container.name}" waits for its database: ${own.length} connection${own.length === 1 ? '' : 's'} to ${database.connection.host} in ${seconds(watchedMs)}, none got an answer (the furthest came to "${furthest}"). ${silence}`,
    remedy: `Give the application a time limit for its first query (a connection timeout ends when the socket opens and does not help here), let it listen before it connects, and check that the host in ${database.variable} answers: security group, route, a database that sleeps.`,
    evidence: [
      ...own.slice(0, 3).map((connection): Evidence => ({
        kind: 'connection',
        text: `no. ${connection.connection}: ${connection.stages.map(({ stage, outcome }) => `${stage} ${outcome}`).join(', ') || 'accepted, then silence'}`,
        atMs: connection.openedAtMs,
      })),
      ...lastLines(timeline, container.name, 3),
    ],
  }
}

/** Nothing came at all: what fails before the first packet is easily swallowed. */
function neverTried(database: DatabasePlan, container: ContainerPlan, timeline: Timeline): Finding {
  const { watchedMs, silence } = observed(container, timeline)
  const asked = eventsOf(timeline, 'name-asked').some(({ name }) => database.names.includes(name))
  const driver =
    database.connection.neon !== undefined
      ? ' The Neon driver fails so when it has no WebSocket: set neonConfig.webSocketConstructor = ws, or run Node 22 or newer without --no-experimental-websocket.'
      : ''
  return {
    ...base(container),
    message: `"${container.name}" never connected to its database: no TLS, no upgrade, no query for ${database.connection.host} was seen at the gateway in ${seconds(watchedMs)}${asked ? ', only its name was asked for' : ', and even its name was never asked for'}. ${silence}`,
    remedy: `An error before the first packet was swallowed: log or rethrow what the first query rejects with.${driver} Else look for a connection that is never begun.`,
    evidence: [
      { kind: 'connection', text: `none to ${database.connection.host}; its name was ${asked ? 'asked for' : 'not asked for'}` },
      ...lastLines(timeline, container.name, 3),
    ],
  }
}

function base({ name, index, healthCheck }: ContainerPlan): Omit<Finding, 'message'> {
  return {
    id: 'hangs-on-database',
    severity: 'error',
    confidence: 'likely',
    container: name,
    path: ['containerDefinitions', index],
    ...(healthCheck === undefined ? {} : { ecs: 'Task failed container health checks', ecsSource: 'recorded' }),
  }
}

/** What the container did meanwhile, in a sentence or two. */
function observed({ name, healthCheck, ports }: ContainerPlan, timeline: Timeline): { watchedMs: number; silence: string } {
  const until = decisionOf(timeline)?.atMs ?? 0
  const started = startedAt(timeline, name) ?? 0
  const last = logsOf(timeline, name).at(-1)
  const listens = listeningOf(timeline).some(({ port }) => ports.some((own) => own.port === port))
  const spoken = last === undefined ? 'It never printed a line' : `It is silent since its last log line, ${seconds(until - last.atMs)} ago`
  const stop = healthCheck === undefined ? '' : ` ECS would have stopped it at ${seconds(latestVerdictMs(healthCheck))} at the latest.`
  return { watchedMs: until - started, silence: `${spoken}${listens ? '' : ', and never listened'}.${stop}` }
}
