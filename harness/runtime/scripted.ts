import type { HealthCheckPlan } from '../plan/health-check.ts'
import type { Emit } from '../timeline/event.ts'
import type { Clock } from '../waiting/clock.ts'
import type { ProbeResult, RunningTask, StartOutcome, TaskRequest, TaskResponse } from './runtime.ts'

/** What a container does, in milliseconds from its own start. What is left out does not happen. */
export interface ContainerScript {
  /** It cannot be started; the engine says why. */
  readonly startFails?: { readonly reason: string; readonly exitCode?: number }
  readonly startTakesMs?: number
  readonly listens?: readonly { readonly afterMs: number; readonly port: number; readonly address?: string }[]
  readonly logs?: readonly { readonly afterMs: number; readonly text: string }[]
  /** Probes that begin then or later succeed. */
  readonly readyAfterMs?: number
  /** Probes that begin then or later fail again. */
  readonly brokenAfterMs?: number
  readonly probeTakesMs?: number
  /** It ends by itself. */
  readonly exits?: { readonly afterMs: number; readonly exitCode: number; readonly oomKilled?: boolean }
  /** What it does when it is asked to stop: `ignores` waits for SIGKILL. At once and with exit code 0 where nothing is said. */
  readonly stop?: 'ignores' | { readonly tookMs: number; readonly exitCode: number }
}

export interface TaskScript {
  readonly containers: Readonly<Record<string, ContainerScript>>
  /** Answers to requests from the task's network. Without it, nobody answers. */
  readonly respond?: (request: TaskRequest) => TaskResponse
  /** The engine goes away then, in milliseconds since the run began. */
  readonly lostAtMs?: number
}

/** A running task that follows a script, on whatever clock it is given: for tests of who plays with tasks. No process is started. */
export function openScriptedTask({ containers, respond, lostAtMs }: TaskScript, clock: Clock, emit: Emit): RunningTask {
  const running = new Map<string, AbortController>()
  const startedAt = new Map<string, number>()
  const gone = new AbortController()
  const scriptOf = (name: string): ContainerScript => {
    const script = containers[name]
    if (script === undefined) throw new Error(`the script has no container "${name}"`)
    return script
  }
  const end = (container: string, exitCode: number, oomKilled = false): void => {
    const alive = running.get(container)
    if (alive === undefined) return
    running.delete(container)
    alive.abort()
    emit({ type: 'container-stopped', container, exitCode, oomKilled })
  }
  /** Lets something happen later, unless the container has ended by then. */
  const later = (afterMs: number, signal: AbortSignal, happen: () => void): void => {
    void clock.after(afterMs, signal).then(happen, () => undefined)
  }
  const lost =
    lostAtMs === undefined
      ? new Promise<never>(() => undefined)
      : clock.after(lostAtMs, gone.signal).then(() => Promise.reject(new Error('the engine went away')))
  lost.catch(() => undefined)

  return {
    lost,
    async start(container): Promise<StartOutcome> {
      const script = scriptOf(container)
      await clock.after(script.startTakesMs ?? 0)
      if (script.startFails !== undefined) return { status: 'failed', ...script.startFails }
      const alive = new AbortController()
      running.set(container, alive)
      startedAt.set(container, clock.now())
      emit({ type: 'container-started', container })
      for (const { afterMs, port, address = '0.0.0.0' } of script.listens ?? [])
        later(afterMs, alive.signal, () => emit({ type: 'listening', address, port }))
      for (const { afterMs, text } of script.logs ?? [])
        later(afterMs, alive.signal, () => emit({ type: 'log', container, stream: 'stdout', text }))
      const { exits } = script
      if (exits !== undefined) later(exits.afterMs, alive.signal, () => end(container, exits.exitCode, exits.oomKilled))
      return { status: 'started' }
    },
    async stop(container, timeoutSeconds) {
      const { stop = { tookMs: 0, exitCode: 0 } } = scriptOf(container)
      const wanted = stop === 'ignores' ? Number.POSITIVE_INFINITY : stop.tookMs
      const timeoutMs = timeoutSeconds * 1000
      await clock.after(Math.min(wanted, timeoutMs))
      end(container, stop === 'ignores' || wanted > timeoutMs ? 137 : stop.exitCode)
    },
    async probe(container, healthCheck): Promise<ProbeResult> {
      const { readyAfterMs = Number.POSITIVE_INFINITY, brokenAfterMs = Number.POSITIVE_INFINITY, probeTakesMs = 0 } = scriptOf(container)
      const upMs = clock.now() - (startedAt.get(container) ?? 0)
      return await answer(clock, healthCheck, probeTakesMs, upMs >= readyAfterMs && upMs < brokenAfterMs)
    },
    request: async (request) => respond?.(request) ?? { durationMs: 0, error: 'connection refused', body: '' },
    readFiles: async () => [],
    async [Symbol.asyncDispose]() {
      gone.abort()
      for (const name of running.keys()) end(name, 137)
    },
  }
}

async function answer(clock: Clock, { timeoutMs }: HealthCheckPlan, takesMs: number, ready: boolean): Promise<ProbeResult> {
  const timedOut = takesMs > timeoutMs
  await clock.after(Math.min(takesMs, timeoutMs))
  if (timedOut) return { durationMs: timeoutMs, exitCode: -1, timedOut, output: 'Health check exceeded timeout' }
  return { durationMs: takesMs, exitCode: ready ? 0 : 1, timedOut, output: ready ? 'ok' : 'not ready' }
}
