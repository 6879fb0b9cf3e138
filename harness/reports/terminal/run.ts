import type { CheckOutcome } from '../../findings/check-outcome.ts'
import type { ContainerReport, DatabaseReport, RunReport } from '../../verdict/report.ts'
import { duration } from '../../findings/duration.ts'
import { count, row } from './layout.ts'

/** What was seen of one task, in the order a person asks for it. */
export function runLines(run: RunReport, width: number): string[] {
  return [
    ...run.task.containers.flatMap((container) => containerLines(container, run, width)),
    ...run.task.containers.flatMap((container) => healthLines(container, run.task.containers.length > 1, width)),
    ...targetLines(run, width),
    ...run.databases.flatMap((database, index) => databaseLines(database, outcomeOf(run, index), width)),
    ...requestLines(run, width),
    ...run.task.containers.flatMap((container) => stopLines(container, run.task.containers.length > 1, width)),
    ...run.task.containers.flatMap((container) => imageLines(container, run, width)),
    ...egressLines(run, width),
  ]
}

function containerLines(
  { name, listening, startedAtMs, listeningAtMs, readyAtMs, exitCode, reason, memory }: ContainerReport,
  { checks }: RunReport,
  width: number,
): string[] {
  if (startedAtMs === undefined) return row(short(name), reason === undefined ? 'was not started' : `was not started: ${reason}`, width)
  const parts: string[] = []
  const [first] = listening
  if (first !== undefined && listeningAtMs !== undefined)
    parts.push(`listens on ${first.address}:${first.port} after ${duration(listeningAtMs - startedAtMs)}`)
  else if (checks.some(({ id, container }) => id === 'listens-on-container-port' && container === name))
    parts.push('was not seen to listen')
  else parts.push('started')
  if (readyAtMs !== undefined) parts.push(`ready after ${duration(readyAtMs - startedAtMs)}`)
  if (exitCode !== undefined) parts.push(`ended with exit code ${exitCode}`)
  if (memory.peakMiB !== undefined && memory.limitMiB !== undefined) parts.push(`peak memory ${memory.peakMiB} of ${memory.limitMiB} MiB`)
  return row(short(name), parts.join(', '), width)
}

function healthLines(
  { name, essential, healthStatus, readyAtMs, startedAtMs, health }: ContainerReport,
  several: boolean,
  width: number,
): string[] {
  if (health === undefined) return []
  const who = several ? `${name}: ` : ''
  const unhealthyAt = duration(health.ecsUnhealthyAtMs ?? 0)
  const say = (text: string): string[] => row('health', `${who}${text}`, width)
  if (health.ecsHealthyAtMs === undefined) {
    if (health.probes.length === 0) return say('no probe was made before the watching ended')
    const tried = count(health.probes.length, 'probe')
    if (readyAtMs !== undefined)
      return say(`ready after ${duration(readyAtMs - (startedAtMs ?? 0))}, but projected: UNHEALTHY at ${unhealthyAt}`)
    if (healthStatus === 'UNHEALTHY') return say(`${tried}, none succeeded; projected: UNHEALTHY at ${unhealthyAt} or later`)
    return say(`${tried}, none succeeded before the watching ended`)
  }
  const counting =
    health.startPeriodMs > 0
      ? `; no failure counts before ${duration(health.startPeriodMs)} (${times(health.timesSlowerBeforeCounting)} slower than here)`
      : ''
  return say(
    `projected: HEALTHY at ${duration(health.ecsHealthyAtMs)}${counting}, ${essential ? 'stopped' : 'UNHEALTHY'} at ${unhealthyAt} (${times(health.timesSlowerBeforeUnhealthy)}${health.startPeriodMs > 0 ? '' : ' slower than here'}). By Docker's algorithm, ${count(health.probes.length, 'probe')} here`,
  )
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

/** The checks of databases come in the order of the databases. */
function outcomeOf({ checks }: RunReport, index: number): CheckOutcome | undefined {
  return checks.filter(({ id }) => id === 'connects-to-database')[index]
}

function databaseLines(
  { variable, host, version, connected, connectMs, protocol }: DatabaseReport,
  outcome: CheckOutcome | undefined,
  width: number,
): string[] {
  const name = host.length > 30 ? `${host.slice(0, 3)}….${host.split('.').slice(-3).join('.')}` : host
  const text =
    connected && connectMs !== undefined
      ? `first query after ${duration(connectMs)}${protocol === undefined ? '' : ` (${protocol})`}, from a stand-in (PostgreSQL ${version}) for ${name}: real password, latency, schema not tried`
      : `${variable}: ${outcome?.message ?? 'not asked for'}; a stand-in (PostgreSQL ${version}) was there`
  return row('database', text, width)
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

/** What was run, and what that says of the image that ECS will pull. */
function imageLines({ name, imageDigest }: ContainerReport, { runtime, fidelity, task }: RunReport, width: number): string[] {
  if (imageDigest === undefined || runtime === undefined) return []
  const built = fidelity.some(({ path }) => path === `containerDefinitions[${name}].image`)
  const digest = imageDigest.replace(/^.*@/, '').replace(/^(sha256:[0-9a-f]{4})[0-9a-f]+([0-9a-f]{4})$/, '$1…$2')
  const who = task.containers.length > 1 ? `${name}: ` : ''
  return row('image', `${who}linux/${runtime.architecture}, ${digest}${built ? ', built here, not the one in the registry' : ''}`, width)
}

/** Names that were asked for in vain: whatever a task wants to reach and cannot is worth knowing. */
function egressLines({ egress }: RunReport, width: number): string[] {
  const refused = egress.filter(({ outcome }) => outcome === 'refused')
  if (refused.length === 0) return []
  const tries = new Map<string, number>()
  for (const { host } of refused) tries.set(host, (tries.get(host) ?? 0) + 1)
  const told = [...tries].slice(0, 5).map(([host, times]) => (times === 1 ? host : `${host} (${times} times)`))
  const more = tries.size > 5 ? ` and ${tries.size - 5} more` : ''
  return row('egress', `refused: ${told.join(', ')}${more}. Settings open it: network.egress`, width)
}

function short(name: string): string {
  return name.length > 8 ? `${name.slice(0, 7)}…` : name
}
