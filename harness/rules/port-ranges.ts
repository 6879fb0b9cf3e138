import type { PortMapping } from '../task-definition/port-mapping.ts'

/** The ports of a mapping, first and last. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** What `8000-8010` means; undefined when it is no range that ECS takes. */
export function rangeOf(written: string): PortRange | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(written)
  const range = { first: Number(match?.[1]), last: Number(match?.[2]) }
  return isPort(range.first) && isPort(range.last) && range.first < range.last ? range : undefined
}

export function portsOf({ containerPort, containerPortRange }: PortMapping): PortRange | undefined {
  if (containerPortRange !== undefined) return rangeOf(containerPortRange)
  return containerPort !== undefined && isPort(containerPort) ? { first: containerPort, last: containerPort } : undefined
}

export function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535
}
