import type { ContainerFacts } from './configuration.ts'

/** The engine's stats under the names ECS gives the container, and how fast its network was since the reading before. */
export type ContainerStats = Readonly<Record<string, unknown>>

/**
 * Docker's stats as ECS serves them: `id` and `name` are ECS's, everything else is the engine's own number,
 * and `network_rate_stats` is the difference to the reading before over the time between the two.
 */
export function containerStats(stats: unknown, container: ContainerFacts, before: ContainerStats | undefined): ContainerStats {
  const measured = isObject(stats) ? stats : {}
  const named = { ...measured, name: container.name, id: container.dockerId }
  const rate = networkRate(measured, before)
  return rate === undefined ? named : { ...named, network_rate_stats: rate }
}

interface NetworkRate {
  readonly rx_bytes_per_sec: number
  readonly tx_bytes_per_sec: number
}

function networkRate(now: ContainerStats, before: ContainerStats | undefined): NetworkRate | undefined {
  if (before === undefined || !isObject(now['networks']) || !isObject(before['networks'])) return undefined
  const seconds = (readAt(now) - readAt(before)) / 1000
  if (!(seconds > 0)) return undefined
  const perSecond = (field: string) => Math.max(0, (total(now['networks'], field) - total(before['networks'], field)) / seconds)
  return { rx_bytes_per_sec: perSecond('rx_bytes'), tx_bytes_per_sec: perSecond('tx_bytes') }
}

function readAt(stats: ContainerStats): number {
  return typeof stats['read'] === 'string' ? Date.parse(stats['read']) : Number.NaN
}

function total(networks: unknown, field: string): number {
  if (!isObject(networks)) return 0
  return Object.values(networks).reduce<number>((sum, network) => {
    const bytes = isObject(network) ? network[field] : undefined
    return typeof bytes === 'number' ? sum + bytes : sum
  }, 0)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
