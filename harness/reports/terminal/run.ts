import type { ContainerReport, DatabaseReport, RunReport } from '../../verdict/report.ts'
import { duration, row } from './layout.ts'

/** What was seen of one task, in the order a person asks for it. */
export function runLines(run: RunReport, width: number): string[] {
  return [
    ...run.task.containers.flatMap((container) => containerLines(container, width)),
    ...run.task.containers.flatMap((container) => healthLines(container, run.task.containers.length > 1, width)),
    ...targetLines(run, width),
    ...run.databases.flatMap((database) => databaseLines(database, run, width)),
    ...requestLines(run, width),
    ...run.task.containers.flatMap((container) => stopLines(container, run.task.containers.length > 1, width)),
  ]
}

function containerLines(
  { name, listening, startedAtMs, listeningAtMs, readyAtMs, exitCode, reason, memory }: ContainerReport,
  width: number,
): string[] {
  if (startedAtMs === undefined) return row(short(name), reason === undefined ? 'was not started' : `was not started: ${reason}`, width)
  const parts: string[] = []
  const [first] = listening
  if (first !== undefined && listeningAtMs !== undefined)
    parts.push(`listens on ${first.address}:${first.port} after ${duration(listeningAtMs - startedAtMs)}`)
  else parts.push('never listened on its ports')
  if (readyAtMs !== undefined) parts.push(`ready after ${duration(readyAtMs - startedAtMs)}`)
  if (exitCode !== undefined) parts.push(`ended with exit code ${exitCode}`)
  if (memory.peakMiB !== undefined && memory.limitMiB !== undefined) parts.push(`peak memory ${memory.peakMiB} of ${memory.limitMiB} MiB`)
  return row(short(name), parts.join(', '), width)
}

function healthLines({ name, health }: ContainerReport, several: boolean, width: number): string[] {
  if (health === undefined) return []
  const who = several ? `${name}: ` : ''
  if (health.ecsHealthyAtMs === undefined) {
    const text = `${who}no probe of ${health.probes.length} succeeded; ECS says UNHEALTHY at ${duration(health.ecsUnhealthyAtMs ?? 0)} or later`
    return row('health', text, width)
  }
  const counting =
    health.startPeriodMs > 0
      ? `; no failure counts before ${duration(health.startPeriodMs)} (${times(health.timesSlowerBeforeCounting)} slower than here)`
      : ''
  const text = `${who}projected: HEALTHY at ${duration(health.ecsHealthyAtMs)}${counting}, stopped at ${duration(health.ecsUnhealthyAtMs ?? 0)} (${times(health.timesSlowerBeforeUnhealthy)}). By Docker's algorithm, ${health.probes.length} probes here`
  return row('health', text, width)
}

function times(factor: number | undefined): string {
  return factor === undefined ? 'many times' : factor >= 2 ? `${Math.floor(factor)}x` : `${Number(factor.toFixed(1))}x`
}

function targetLines({ targetGroup, checks }: RunReport, width: number): string[] {
  const outcome = checks.find(({ id }) => id === 'target-group-gets-its-matcher')
  return targetGroup === undefined || outcome === undefined || outcome.outcome === 'skip'
    ? []
    : row('target', `${outcome.message}, as the load balancer asks`, width)
}

function databaseLines(
  { variable, host, version, connected, connectMs, connections, protocol }: DatabaseReport,
  { checks }: RunReport,
  width: number,
): string[] {
  const name = host.length > 30 ? `${host.slice(0, 3)}….${host.split('.').slice(-3).join('.')}` : host
  if (connected && connectMs !== undefined) {
    const text = `first query after ${duration(connectMs)} (${protocol ?? 'unknown protocol'}), from a stand-in (PostgreSQL ${version}) for ${name}: real password, latency, schema not tried`
    return row('database', text, width)
  }
  const outcome = checks.find(({ id }) => id === 'connects-to-database')
  return row('database', `${variable}: ${outcome?.message ?? `${connections} connections, no answer`} (stand-in for ${name})`, width)
}

function requestLines({ checks }: RunReport, width: number): string[] {
  return checks
    .filter(({ id, outcome }) => id === 'expected-requests-are-answered' && outcome !== 'skip')
    .flatMap(({ message }) => row('request', message, width))
}

function stopLines({ name, stop }: ContainerReport, several: boolean, width: number): string[] {
  if (stop === undefined) return []
  const took = stop.tookMs === undefined ? 'did not end' : `exit ${stop.exitCode}, ${duration(stop.tookMs)} after ${stop.signal}`
  return row('stop', `${several ? `${name}: ` : ''}${took} (stopTimeout ${duration(stop.stopTimeoutMs)})`, width)
}

function short(name: string): string {
  return name.length > 8 ? `${name.slice(0, 7)}…` : name
}
