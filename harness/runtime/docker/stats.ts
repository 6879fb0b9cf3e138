import type { Container } from 'dockerode'
import type { Happening } from '../../timeline/event.ts'
import { createLines } from './lines.ts'

interface EngineStats {
  readonly memory_stats?: {
    readonly usage?: number
    readonly max_usage?: number
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number }
  }
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: number }
    readonly throttling_data?: { readonly throttled_time?: number }
  }
}

/** Follows the engine's statistics of a container, once a second, until it ends or the signal says so. */
export async function followStats(
  container: Container,
  name: string,
  signal: AbortSignal,
  on: (sample: Happening, raw: unknown) => void,
): Promise<void> {
  const stream = (await container.stats({ stream: true })) as NodeJS.ReadableStream & { destroy(): void }
  const lines = createLines((line) => {
    const stats = JSON.parse(line) as EngineStats
    const { usage, max_usage: peak, stats: detail } = stats.memory_stats ?? {}
    if (usage === undefined) return
    const cache = detail?.inactive_file ?? detail?.total_inactive_file ?? 0
    const cpu = stats.cpu_stats?.cpu_usage?.total_usage
    const throttled = stats.cpu_stats?.throttling_data?.throttled_time
    on(
      {
        type: 'sample',
        container: name,
        memoryBytes: Math.max(usage - cache, 0),
        ...(peak === undefined ? {} : { memoryPeakBytes: peak }),
        ...(cpu === undefined ? {} : { cpuMs: Math.round(cpu / 1e6) }),
        ...(throttled === undefined ? {} : { throttledMs: Math.round(throttled / 1e6) }),
      },
      stats,
    )
  })
  stream.on('data', (chunk: Buffer) => lines.push(chunk))
  stream.on('error', () => undefined)
  signal.addEventListener('abort', () => stream.destroy(), { once: true })
}
