import type { ConnectionStage, Happening } from '../../harness/timeline/event.ts'
import type { Timeline } from '../../harness/timeline/recorder.ts'

/** A timeline of events, each given with its moment. */
export function timelineOf(...events: readonly (readonly [atMs: number, happening: Happening])[]): Timeline {
  return { events: events.map(([atMs, happening]) => ({ ...happening, atMs })), logLinesDropped: new Map() }
}

export const started = (container = 'api'): Happening => ({ type: 'container-started', container })
export const ended = (exitCode: number, container = 'api', oomKilled = false): Happening => ({
  type: 'container-stopped',
  container,
  exitCode,
  oomKilled,
})
export const listening = (port = 8080, address = '0.0.0.0'): Happening => ({ type: 'listening', port, address })
export const probed = (exitCode: number, output = '', durationMs = 50, container = 'api'): Happening => ({
  type: 'probe',
  container,
  exitCode,
  output,
  durationMs,
  timedOut: false,
})
export const printed = (text: string, container = 'api'): Happening => ({ type: 'log', container, stream: 'stdout', text })
export const asked = (stopTimeoutMs = 30_000, container = 'api'): Happening => ({
  type: 'stop-requested',
  container,
  signal: 'SIGTERM',
  stopTimeoutMs,
})
export const settled: Happening = { type: 'decided', why: 'settled' }
export const exited: Happening = { type: 'decided', why: 'essential-container-exited', container: 'api' }
export const unhealthy: Happening = { type: 'decided', why: 'unhealthy', container: 'api' }
export const connected = (connection = 1, host = 'db.example'): Happening => ({
  type: 'connection-opened',
  connection,
  host,
  port: 5432,
  transport: 'postgres',
})
export const staged = (stage: ConnectionStage, ms: number, reason?: string, connection = 1): Happening => ({
  type: 'connection-stage',
  connection,
  stage,
  ms,
  ...(reason === undefined ? { outcome: 'ok' } : { outcome: 'failed', reason }),
})
export const got = (status: number | undefined, purpose: 'target-group' | 'smoke' = 'smoke', durationMs = 20, path = '/'): Happening => ({
  type: 'request',
  purpose,
  path,
  port: 8080,
  durationMs,
  ...(status === undefined ? { error: 'connection refused' } : { status }),
})
