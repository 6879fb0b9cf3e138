import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

export const labelNames = {
  run: 'ecs-preflight.run',
  task: 'ecs-preflight.task',
  container: 'ecs-preflight.container',
  owner: 'ecs-preflight.owner',
  keepUntil: 'ecs-preflight.keep-until',
} as const

/** What every container, network and volume of a run carries. */
export function runLabels(run: string, family: string, container?: string): Record<string, string> {
  return {
    [labelNames.run]: run,
    [labelNames.task]: family,
    [labelNames.owner]: ownerOf(process.pid) ?? `${hostId()}/${process.pid}/unknown`,
    ...(container === undefined ? {} : { [labelNames.container]: container }),
  }
}

/** A thing may be swept when the process that made it is gone, or when the time is over until which it was to be kept. */
export function isAbandoned(labels: Readonly<Record<string, string>>, now: Date): boolean {
  const keepUntil = labels[labelNames.keepUntil]
  if (keepUntil !== undefined) return Date.parse(keepUntil) < now.getTime()
  const owner = labels[labelNames.owner]
  if (owner === undefined) return false
  const [host, pid] = owner.split('/')
  // A process of another machine cannot be looked up: what it made stays.
  return host === hostId() && ownerOf(Number(pid)) !== owner
}

/** `host id/pid/start time` of a living process. The start time tells it from a later one with the same number. */
function ownerOf(pid: number): string | undefined {
  const startTime = startTimeOf(pid)
  return startTime === undefined ? undefined : `${hostId()}/${pid}/${startTime}`
}

function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may hold anything; the start time is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    if (process.platform === 'linux') return undefined
    return isAlive(pid) ? 'alive' : undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

let host: string | undefined

function hostId(): string {
  host ??= (readText('/etc/machine-id') || hostname()).trim().replaceAll('/', '-')
  return host
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
