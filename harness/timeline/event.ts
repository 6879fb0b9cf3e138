/** What every event carries. Times are whole milliseconds since the run began. */
interface At {
  readonly atMs: number
  /** The same moment on ECS's clock, where the two differ. */
  readonly ecsAtMs?: number
}

/** The stages from a host name to a first answered query, in their order. */
export const connectionStages = ['dns', 'tcp', 'tls', 'upgrade', 'startup', 'authentication', 'database', 'query'] as const
export type ConnectionStage = (typeof connectionStages)[number]

/** How a client spoke to the database. */
export type Transport = 'neon-websocket' | 'neon-http' | 'postgres'

export type ImageReady = At & {
  readonly type: 'image-ready'
  readonly container: string
  readonly image: string
  readonly digest: string
  readonly tookMs: number
}
export type ContainerStarted = At & { readonly type: 'container-started'; readonly container: string }
export type ContainerStartFailed = At & {
  readonly type: 'container-start-failed'
  readonly container: string
  /** The engine's own words, or those of the ECS agent. */
  readonly reason: string
  readonly exitCode?: number
  /** Set when it was never tried: the container it waited for in vain. */
  readonly dependency?: string
}
export type ContainerStopped = At & {
  readonly type: 'container-stopped'
  readonly container: string
  readonly exitCode: number
  readonly oomKilled: boolean
  /** The engine's own words, when it has any. */
  readonly reason?: string
}
export type ContainerRestarted = At & { readonly type: 'container-restarted'; readonly container: string; readonly count: number }
export type StopRequested = At & {
  readonly type: 'stop-requested'
  readonly container: string
  readonly signal: string
  readonly stopTimeoutMs: number
}
export type Listening = At & {
  readonly type: 'listening'
  /** As the kernel shows it: `0.0.0.0`, `127.0.0.1`, `::`. */
  readonly address: string
  readonly port: number
}
export type ListeningEnded = At & { readonly type: 'listening-ended'; readonly address: string; readonly port: number }
export type Log = At & {
  readonly type: 'log'
  readonly container: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** The names of the secrets that stood in it before they were taken out. */
  readonly leaked?: readonly string[]
}
export type Probe = At & {
  readonly type: 'probe'
  readonly container: string
  readonly durationMs: number
  /** -1 when the command could not be run or took longer than its timeout, as Docker says it. */
  readonly exitCode: number
  readonly timedOut: boolean
  readonly output: string
}
export type Sample = At & {
  readonly type: 'sample'
  readonly container: string
  readonly memoryBytes: number
  readonly memoryPeakBytes?: number
  readonly cpuMs?: number
  readonly throttledMs?: number
}
export type HttpRequest = At & {
  readonly type: 'request'
  readonly purpose: 'target-group' | 'smoke'
  readonly path: string
  readonly port: number
  readonly status?: number
  readonly durationMs: number
  /** Why there was no status. */
  readonly error?: string
  /** The first bytes of the answer, cut. */
  readonly body?: string
}
export type NameAsked = At & { readonly type: 'name-asked'; readonly name: string; readonly outcome: 'stand-in' | 'allowed' | 'refused' }
export type ConnectionOpened = At & {
  readonly type: 'connection-opened'
  /** Counts from 1 within the run. */
  readonly connection: number
  readonly host: string
  readonly port: number
  readonly transport?: Transport
}
export type ConnectionStaged = At & {
  readonly type: 'connection-stage'
  readonly connection: number
  readonly stage: ConnectionStage
  readonly outcome: 'ok' | 'failed'
  /** Since the connection was accepted. */
  readonly ms: number
  readonly transport?: Transport
  /** Why it failed: never a password, never a query's literals. */
  readonly reason?: string
  readonly sqlState?: string
}
export type ConnectionClosed = At & {
  readonly type: 'connection-closed'
  readonly connection: number
  readonly by: 'client' | 'server' | 'gateway'
  /** The client said goodbye (Terminate) before it closed. */
  readonly clean: boolean
  readonly queries: number
  readonly bytesIn: number
  readonly bytesOut: number
  /** What the client said of itself (`application_name`), where it did. */
  readonly application?: string
  readonly user?: string
  readonly database?: string
  /** Start-up parameters that production drops and that were therefore dropped here. */
  readonly droppedParameters?: readonly string[]
}
/** The engine could not give a container what the plan asks for, and it was started with something else. */
export type Adapted = At & { readonly type: 'adapted'; readonly container: string; readonly field: string; readonly note: string }
/** Why the watching ended: what the agent had seen when it went on to stop the task. */
export type Decided = At & {
  readonly type: 'decided'
  readonly why:
    | /** Everything was ready and stayed so for the settle time. */ 'settled'
    | /** An essential container ended. */ 'essential-container-exited'
    | /** A container could not be started. */ 'start-failed'
    | /** A container cannot start any more, because of one it depends on. */ 'dependency-failed'
    | /** ECS would have called a container UNHEALTHY by now. */ 'unhealthy'
    | /** `expect.readyWithin` is over. */ 'not-ready-in-time'
    | /** `--max-wait` is over: nothing can be said. */ 'gave-up'
  readonly container?: string
  readonly detail?: string
  readonly limitMs?: number
}
/** The harness's own progress: what it is waiting for, in words. */
export type Phase = At & { readonly type: 'phase'; readonly name: string }

export type TimelineEvent =
  | ImageReady
  | ContainerStarted
  | ContainerStartFailed
  | ContainerStopped
  | ContainerRestarted
  | StopRequested
  | Listening
  | ListeningEnded
  | Log
  | Probe
  | Sample
  | HttpRequest
  | NameAsked
  | ConnectionOpened
  | ConnectionStaged
  | ConnectionClosed
  | Decided
  | Adapted
  | Phase

type WithoutTime<Event> = Event extends TimelineEvent ? Omit<Event, 'atMs' | 'ecsAtMs'> & { readonly ecsAtMs?: number } : never

/** An event before its time was put on it: whoever holds the clock does that. */
export type Happening = WithoutTime<TimelineEvent>

/** Tells the timeline that something happened, now. Never throws. */
export type Emit = (happening: Happening) => void
