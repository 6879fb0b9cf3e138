import { projectContainerHealth } from '../health/container-health.ts'
import { unhealthyAtIfNeverReady } from '../health/worst-case.ts'
import type { ContainerPlan } from '../plan/container.ts'
import {
  decisionOf,
  eventsOf,
  exitOf,
  firstSuccess,
  listeningOf,
  logsOf,
  probesOf,
  readinessOf,
  startedAt,
  startFailureOf,
  stopOf,
} from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { ContainerReport, HealthReport } from './report.ts'

const tailLines = 50

export function containerReport(container: ContainerPlan, timeline: Timeline, imageDigest: string | undefined): ContainerReport {
  const { name, healthCheck } = container
  const started = startedAt(timeline, name)
  const exit = exitOf(timeline, name)
  const stop = stopOf(timeline, name)
  const failed = startFailureOf(timeline, name)
  const asked = eventsOf(timeline, 'stop-requested', name)[0]
  const success = firstSuccess(timeline, name)
  const listening = listeningOf(timeline).filter(({ port }) => container.ports.some((own) => own.port === port))
  const samples = eventsOf(timeline, 'sample', name)
  const peak = Math.max(0, ...samples.map(({ memoryPeakBytes, memoryBytes }) => memoryPeakBytes ?? memoryBytes))
  const health = healthCheck === undefined || started === undefined ? undefined : healthReport(container, timeline)
  const gone = exit !== undefined || failed !== undefined
  const decision = decisionOf(timeline)
  const unhealthyAtMs = decision?.why === 'unhealthy' && decision.container === name ? decision.atMs : undefined
  return {
    name,
    image: container.image,
    imageDigest,
    essential: container.essential,
    lastStatus: gone ? 'STOPPED' : started === undefined ? 'PENDING' : 'RUNNING',
    healthStatus: gone || health === undefined ? 'UNKNOWN' : statusOf(health, unhealthyAtMs !== undefined),
    exitCode: exit?.exitCode ?? failed?.exitCode,
    reason:
      exit?.oomKilled === true
        ? 'OutOfMemoryError: Container killed due to memory usage'
        : failed === undefined
          ? exit?.reason
          : `CannotStartContainerError: ${failed.reason}`,
    startedAtMs: started,
    listeningAtMs: listening[0]?.atMs,
    readyAtMs: success?.atMs,
    verdictAtMs: success?.atMs ?? exit?.atMs ?? failed?.atMs ?? unhealthyAtMs,
    health,
    listening: listening.map(({ address, port, atMs }) => ({ address, port, atMs })),
    stop:
      asked === undefined
        ? undefined
        : {
            signal: asked.signal,
            stopTimeoutMs: asked.stopTimeoutMs,
            tookMs: stop === undefined ? undefined : stop.atMs - asked.atMs,
            exitCode: stop?.exitCode,
          },
    memory: { peakMiB: samples.length === 0 ? undefined : Math.round(peak / 1_048_576), limitMiB: container.memoryMiB },
    cpu: { throttledPercent: throttledPercent(samples) },
    restartCount: eventsOf(timeline, 'container-restarted', name).length,
    logTail: logsOf(timeline, name)
      .slice(-tailLines)
      .map(({ text }) => text),
  }
}

/** ECS's word for it: ready too late is UNHEALTHY, too. */
function statusOf({ probes, ecsHealthyAtMs }: HealthReport, gaveUp: boolean): ContainerReport['healthStatus'] {
  if (ecsHealthyAtMs !== undefined) return 'HEALTHY'
  return gaveUp || probes.some(({ exitCode }) => exitCode === 0) ? 'UNHEALTHY' : 'UNKNOWN'
}

function healthReport({ name, healthCheck }: ContainerPlan, timeline: Timeline): HealthReport | undefined {
  if (healthCheck === undefined) return undefined
  const readiness = readinessOf(timeline, name)
  const projection = readiness === undefined ? undefined : projectContainerHealth(healthCheck, readiness)
  return {
    probes: probesOf(timeline, name).map(({ atMs, durationMs, exitCode, output }) => ({ atMs, durationMs, exitCode, output })),
    ecsHealthyAtMs: projection?.healthyAtMs,
    ecsUnhealthyAtMs: projection?.unhealthyAtMs ?? unhealthyAtIfNeverReady(healthCheck, 0),
    startPeriodMs: healthCheck.startPeriodMs,
    startPeriodMarginMs: projection?.startPeriodMarginMs,
    healthMarginMs: projection?.healthMarginMs,
    timesSlowerBeforeCounting: projection?.timesSlowerBeforeCounting,
    timesSlowerBeforeUnhealthy: projection?.timesSlowerBeforeUnhealthy,
  }
}

/** The share of the measured time in which the quota held the container back. */
function throttledPercent(samples: readonly { readonly atMs: number; readonly throttledMs?: number }[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.atMs === first.atMs) return undefined
  const heldBackMs = (last.throttledMs ?? 0) - (first.throttledMs ?? 0)
  return Math.min(100, Math.round((heldBackMs / (last.atMs - first.atMs)) * 100))
}
