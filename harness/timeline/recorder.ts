import type { Emit, Happening, Log, TimelineEvent } from './event.ts'

/** Everything that happened, in order. */
export interface Timeline {
  readonly events: readonly TimelineEvent[]
  /** Log lines that were left out between the first and the last ones, by container. */
  readonly logLinesDropped: ReadonlyMap<string, number>
}

export interface Recorder {
  readonly emit: Emit
  readonly timeline: Timeline
  /** Resolves with the first answer that is not undefined; it is asked again after every event. Never resolves otherwise. */
  until<Answer>(ask: (timeline: Timeline) => Answer | undefined): Promise<Answer>
}

export interface RecorderOptions {
  /** Whole milliseconds since the run began. */
  readonly now: () => number
  /** Takes secrets out before anybody sees the event. */
  readonly mask?: (happening: Happening) => Happening
  /** Told of each event, for who shows progress. Must not throw. */
  readonly onEvent?: (event: TimelineEvent) => void
}

const firstLogLines = 500
const lastLogLines = 2000

/** Puts the time on every happening and keeps it. However much a container prints, only its first and last lines stay. */
export function createRecorder({ now, mask = (happening) => happening, onEvent }: RecorderOptions): Recorder {
  const events: TimelineEvent[] = []
  const logs = new Map<string, Log[]>()
  const dropped = new Map<string, number>()
  const waiting = new Set<() => void>()
  const timeline: Timeline = { events, logLinesDropped: dropped }

  const keepLog = (log: Log): void => {
    const kept = logs.get(log.container) ?? []
    logs.set(log.container, kept)
    kept.push(log)
    events.push(log)
    if (kept.length <= firstLogLines + lastLogLines + 1000) return
    const gone = new Set<TimelineEvent>(kept.splice(firstLogLines, kept.length - firstLogLines - lastLogLines))
    dropped.set(log.container, (dropped.get(log.container) ?? 0) + gone.size)
    events.splice(0, events.length, ...events.filter((event) => !gone.has(event)))
  }

  return {
    timeline,
    emit(happening) {
      const event = { ...mask(happening), atMs: now() } as TimelineEvent
      if (event.type === 'log') keepLog(event)
      else events.push(event)
      onEvent?.(event)
      for (const wake of waiting) wake()
    },
    until(ask) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          try {
            const answer = ask(timeline)
            if (answer === undefined) return
            waiting.delete(look)
            resolve(answer)
          } catch (error) {
            waiting.delete(look)
            reject(error)
          }
        }
        waiting.add(look)
        look()
      })
    },
  }
}
