import type { CheckOutcome } from '../findings/check-outcome.ts'
import { projectContainerHealth } from '../health/container-health.ts'
import { latestVerdictMs } from '../health/worst-case.ts'
import type { Finding } from '../findings/finding.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { HealthCheckPlan } from '../plan/health-check.ts'
import type { Probe } from '../timeline/event.ts'
import { cutShort, decisionOf, probesOf, readinessOf, startedAt } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'
import { containerPath } from './words.ts'

/** A margin below this share of the time ECS gives is close enough to be told. */
const closeShare = 0.2

export const healthCheckSucceeds: Check = {
  id: 'health-check-succeeds',
  about: "The container's own health command succeeds, and by its interval, timeout, retries and startPeriod ECS would call it HEALTHY.",
  check({ plan, timeline }) {
    return plan.containers.flatMap((container): CheckOutcome[] => {
      const { name, healthCheck } = container
      const started = startedAt(timeline, name)
      if (healthCheck === undefined || started === undefined) return []
      const common = { id: this.id, container: name }
      const readiness = readinessOf(timeline, name)
      const path = containerPath(container, 'healthCheck')
      if (readiness === undefined) return [{ ...common, ...neverReady(container, healthCheck, timeline, started) }]
      const { readyAtMs } = readiness
      const projection = projectContainerHealth(healthCheck, readiness)
      const { unhealthyAtMs } = projection
      if (projection.outcome === 'UNHEALTHY') {
        return [
          {
            ...common,
            outcome: 'fail',
            measured: duration(readyAtMs),
            limit: duration(unhealthyAtMs),
            message: `${name} is ready after ${duration(readyAtMs)}, too late`,
            findings: [tooLate(container, readyAtMs, unhealthyAtMs, path)],
          },
        ]
      }
      const last = probesOf(timeline, name).at(-1)
      if (decisionOf(timeline)?.why === 'settled' && last !== undefined && last.exitCode !== 0) {
        const later = duration(last.atMs - started - readyAtMs)
        return [
          {
            ...common,
            outcome: 'fail',
            message: `${name} was healthy, and its probes failed again ${later} later`,
            findings: [brokeAgain(name, last.exitCode, last.output, path)],
          },
        ]
      }
      const close = projection.healthMarginMs < closeShare * unhealthyAtMs
      return [
        {
          ...common,
          outcome: 'pass',
          measured: duration(readyAtMs),
          limit: duration(unhealthyAtMs),
          message: `${name} is ready after ${duration(readyAtMs)}; ECS would say HEALTHY at ${duration(projection.healthyAtMs ?? 0)}`,
          findings: close ? [closeCall(name, projection.healthMarginMs, path)] : [],
        },
      ]
    })
  },
}

type Path = readonly (string | number)[]
const ecs = { ecs: 'Task failed container health checks', ecsSource: 'recorded' } as const

function neverReady(
  container: ContainerPlan,
  healthCheck: HealthCheckPlan,
  timeline: Timeline,
  started: number,
): Pick<CheckOutcome, 'outcome' | 'message' | 'findings'> {
  const { name } = container
  const probes = probesOf(timeline, name)
  const last = probes.at(-1)
  const said = last?.output.trim() ? `: ${last.output.trim().split('\n')[0]}` : ''
  const count = probes.length === 1 ? 'the only probe failed, it' : `none of ${probes.length} probes succeeded, the last one`
  const message = last === undefined ? `${name}: no probe was made` : `${name}: ${count} ended with ${last.exitCode}${said}`
  // A task that died before has a finding of its own, which says more.
  if (cutShort(timeline)) return { outcome: 'skip', message, findings: [] }
  const decision = decisionOf(timeline)
  const blamed = decision?.why === 'unhealthy' && decision.container === name
  const decided = blamed || (decision !== undefined && decision.atMs - started >= latestVerdictMs(healthCheck))
  // One that is not essential ends the watching only where another container waits for it to be HEALTHY.
  const fatal = decided && (container.essential || blamed)
  return { outcome: 'fail', message, findings: [neverHealthy(container, message, healthCheck, { decided, fatal }, last)] }
}

function neverHealthy(
  container: ContainerPlan,
  message: string,
  times: HealthCheckPlan,
  { decided, fatal }: { readonly decided: boolean; readonly fatal: boolean },
  last: Probe | undefined,
): Finding {
  const { name, essential } = container
  const latest = duration(latestVerdictMs(times))
  const verdict = essential
    ? `ECS would stop the task at ${latest} at the latest.`
    : `ECS would call it UNHEALTHY at ${latest} at the latest${fatal ? ', and what depends on it would never start' : ''}.`
  return {
    id: 'health-check-succeeds',
    severity: fatal ? 'error' : 'warning',
    confidence: decided ? 'certain' : 'possible',
    message: `the health check ${decided ? 'never succeeded' : 'had not succeeded when the watching ended'}. ${message}`,
    remedy: `Run the command by hand in the container: ${times.command.slice(1).join(' ')}. ${verdict}`,
    ...(essential ? ecs : {}),
    container: name,
    path: containerPath(container, 'healthCheck'),
    evidence:
      last === undefined
        ? []
        : [{ kind: 'probe', text: `exit code ${last.exitCode}: ${last.output.trim() || '(no output)'}`, atMs: last.atMs }],
  }
}

function tooLate({ name, essential }: ContainerPlan, readyAtMs: number, unhealthyAtMs: number, path: Path): Finding {
  return {
    id: 'health-check-succeeds',
    severity: essential ? 'error' : 'warning',
    confidence: 'likely',
    message: `"${name}" is ready after ${duration(readyAtMs)}, but ECS would have called it UNHEALTHY at ${duration(unhealthyAtMs)}`,
    remedy: `Raise healthCheck.startPeriod above ${Math.ceil((readyAtMs * 2) / 1000)} s (at most 300), or make the start faster.`,
    ...(essential ? ecs : {}),
    container: name,
    path,
  }
}

function brokeAgain(name: string, exitCode: number, output: string, path: Path): Finding {
  return {
    id: 'health-check-succeeds',
    severity: 'error',
    confidence: 'likely',
    message: `the health check of "${name}" succeeded at first and failed again later, at last with exit code ${exitCode}`,
    remedy: 'Look at what changes after the start: the log lines around that time tell more.',
    ...ecs,
    container: name,
    path,
    evidence: [{ kind: 'probe', text: output.trim() || '(no output)' }],
  }
}

function closeCall(name: string, marginMs: number, path: Path): Finding {
  return {
    id: 'health-check-has-margin',
    severity: 'warning',
    confidence: 'likely',
    message: `"${name}" is ready only ${duration(marginMs)} before ECS would give it up; a Fargate core may be slower than this machine`,
    remedy: 'Raise healthCheck.startPeriod (at most 300 s): it costs nothing once the container is healthy.',
    container: name,
    path,
  }
}
