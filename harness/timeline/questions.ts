import type {
  ConnectionStage,
  ConnectionStaged,
  ContainerStartFailed,
  ContainerStopped,
  Decided,
  Listening,
  Log,
  Probe,
  TimelineEvent,
  Transport,
} from './event.ts'
import type { Timeline } from './recorder.ts'

type EventOf<Type extends TimelineEvent['type']> = Extract<TimelineEvent, { type: Type }>

/** All events of one kind, in order; with a container, only its own. */
export function eventsOf<Type extends TimelineEvent['type']>({ events }: Timeline, type: Type, container?: string): EventOf<Type>[] {
  return events.filter(
    (event): event is EventOf<Type> =>
      event.type === type && (container === undefined || !('container' in event) || event.container === container),
  )
}

/** When a container was started; undefined when it was not. */
export function startedAt(timeline: Timeline, container: string): number | undefined {
  return eventsOf(timeline, 'container-started', container)[0]?.atMs
}

/** Why a container was never started; undefined when it was, or still may be. */
export function startFailureOf(timeline: Timeline, container: string): ContainerStartFailed | undefined {
  return eventsOf(timeline, 'container-start-failed', container)[0]
}

/** How a container ended; undefined while it runs. */
export function stopOf(timeline: Timeline, container: string): ContainerStopped | undefined {
  return eventsOf(timeline, 'container-stopped', container).at(-1)
}

/** How a container ended by itself: while the task was watched, not because it was stopped or removed afterwards. */
export function exitOf(timeline: Timeline, container: string): ContainerStopped | undefined {
  const stop = stopOf(timeline, container)
  const decision = decisionOf(timeline)
  if (stop === undefined || decision === undefined) return stop
  return timeline.events.indexOf(stop) < timeline.events.indexOf(decision) ? stop : undefined
}

/** What the watching ended with; undefined while it goes on. */
export function decisionOf(timeline: Timeline): Decided | undefined {
  return eventsOf(timeline, 'decided').at(-1)
}

/** Something else ended the watching before a container had its time: what it had not done by then says nothing about it. */
export function cutShort(timeline: Timeline): boolean {
  const why = decisionOf(timeline)?.why
  return why === 'essential-container-exited' || why === 'start-failed' || why === 'dependency-failed'
}

export function probesOf(timeline: Timeline, container: string): Probe[] {
  return eventsOf(timeline, 'probe', container)
}

/** The first probe that succeeded. */
export function firstSuccess(timeline: Timeline, container: string): Probe | undefined {
  return probesOf(timeline, container).find(({ exitCode }) => exitCode === 0)
}

/** What was measured of a container's readiness. Milliseconds, from its own start. */
export interface MeasuredReadiness {
  readonly readyAtMs: number
  /** How long the successful probe took. */
  readonly probeDurationMs: number
  /** How long the slowest probe before it took to fail. */
  readonly failingProbeDurationMs: number
}

/** When a container was first seen to be ready; undefined when no probe of it has succeeded. */
export function readinessOf(timeline: Timeline, container: string): MeasuredReadiness | undefined {
  const started = startedAt(timeline, container)
  const success = firstSuccess(timeline, container)
  if (started === undefined || success === undefined) return undefined
  const failed = probesOf(timeline, container).filter(({ atMs, exitCode }) => exitCode !== 0 && atMs <= success.atMs)
  return {
    readyAtMs: success.atMs - started,
    probeDurationMs: success.durationMs,
    failingProbeDurationMs: Math.max(0, ...failed.map(({ durationMs }) => durationMs)),
  }
}

export function logsOf(timeline: Timeline, container: string): Log[] {
  return eventsOf(timeline, 'log', container)
}

/** Who listens, or listened, in the task: each address and port once, with the first time it was seen. */
export function listeningOf(timeline: Timeline): Listening[] {
  const seen = new Map<string, Listening>()
  for (const event of eventsOf(timeline, 'listening')) {
    const key = `${event.address} ${event.port}`
    if (!seen.has(key)) seen.set(key, event)
  }
  return [...seen.values()]
}

/** One connection to a database, put together from its events. */
export interface Connection {
  readonly connection: number
  readonly host: string
  readonly openedAtMs: number
  readonly transport?: Transport
  readonly stages: readonly ConnectionStaged[]
  /** When its first query was answered. */
  readonly answeredAtMs?: number
  /** From accept to the first answered query. */
  readonly answeredAfterMs?: number
  readonly failure?: ConnectionStaged
  readonly closedAtMs?: number
}

function connectionsOf(timeline: Timeline): Connection[] {
  const staged = eventsOf(timeline, 'connection-stage')
  const closed = eventsOf(timeline, 'connection-closed')
  return eventsOf(timeline, 'connection-opened').map((opened) => {
    const stages = staged.filter(({ connection }) => connection === opened.connection)
    const answered = stages.find(({ stage, outcome }) => stage === 'query' && outcome === 'ok')
    const failure = stages.find(({ outcome }) => outcome === 'failed')
    const transport = opened.transport ?? stages.find((stage) => stage.transport !== undefined)?.transport
    const close = closed.find(({ connection }) => connection === opened.connection)
    return {
      connection: opened.connection,
      host: opened.host,
      openedAtMs: opened.atMs,
      stages,
      ...(transport === undefined ? {} : { transport }),
      ...(answered === undefined ? {} : { answeredAtMs: answered.atMs, answeredAfterMs: answered.ms }),
      ...(failure === undefined ? {} : { failure }),
      ...(close === undefined ? {} : { closedAtMs: close.atMs }),
    }
  })
}

/** The connections to one database. A client that names no host (no SNI, no Host header) may mean any. */
export function connectionsTo(
  timeline: Timeline,
  { connection, names }: { readonly connection: { readonly host: string }; readonly names: readonly string[] },
): Connection[] {
  return connectionsOf(timeline).filter(({ host }) => host === '' || host === connection.host || names.includes(host))
}

/** The last stage a connection got through; undefined when it was only accepted. */
export function reached(connection: Connection): ConnectionStage | undefined {
  return connection.stages.findLast(({ outcome }) => outcome === 'ok')?.stage
}
