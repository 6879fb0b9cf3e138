import type { CheckOutcome } from '../findings/check-outcome.ts'
import { projectContainerHealth } from '../health/container-health.ts'
import { latestVerdictMs } from '../health/worst-case.ts'
import type { HealthCheckPlan } from '../plan/health-check.ts'
import { decisionOf, exitOf, firstSuccess, probesOf, startedAt } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { containerPath, duration } from './words.ts'

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
      const success = firstSuccess(timeline, name)
      const path = containerPath(container, 'healthCheck')
      if (success === undefined) {
        const probes = probesOf(timeline, name)
        const last = probes.at(-1)
        const said = last?.output.trim() ? `: ${last.output.trim().split('\n')[0]}` : ''
        const message =
          probes.length === 0
            ? `${name}: no probe was made`
            : `${name}: none of ${probes.length} probes succeeded, the last one ended with ${last?.exitCode}${said}`
        const exited = exitOf(timeline, name) !== undefined
        return [
          {
            ...common,
            outcome: exited && probes.length === 0 ? 'skip' : 'fail',
            message,
            findings: exited ? [] : [neverHealthy(name, message, healthCheck, path, last)],
          },
        ]
      }
      const readyAtMs = success.atMs - started
      const projection = projectContainerHealth(healthCheck, { readyAtMs, probeDurationMs: success.durationMs })
      const unhealthyAtMs = projection.unhealthyAtMs ?? 0
      if (projection.outcome === 'UNHEALTHY') {
        return [
          {
            ...common,
            outcome: 'fail',
            measured: duration(readyAtMs),
            limit: duration(unhealthyAtMs),
            message: `${name} is ready after ${duration(readyAtMs)}, too late`,
            findings: [tooLate(name, readyAtMs, unhealthyAtMs, path)],
          },
        ]
      }
      const later = probesOf(timeline, name).filter(({ atMs }) => atMs > success.atMs)
      const broken = decisionOf(timeline)?.why === 'settled' ? later.find(({ exitCode }) => exitCode !== 0) : undefined
      if (broken !== undefined) {
        return [
          {
            ...common,
            outcome: 'fail',
            message: `${name} was healthy, and its probe failed again ${duration(broken.atMs - success.atMs)} later`,
            findings: [brokeAgain(name, broken.exitCode, broken.output, path)],
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
type Finding = CheckOutcome['findings'][number]
const ecs = 'Task failed container health checks'

function neverHealthy(
  name: string,
  message: string,
  times: HealthCheckPlan,
  path: Path,
  last?: { exitCode: number; output: string; atMs: number },
): Finding {
  return {
    id: 'health-check-succeeds',
    severity: 'error',
    confidence: 'certain',
    message: `the health check never succeeded. ${message}`,
    remedy: `Run the command by hand in the container: ${times.command.slice(1).join(' ')}. ECS would stop the task at ${duration(latestVerdictMs(times))} at the latest.`,
    ecs,
    ecsSource: 'recorded',
    container: name,
    path,
    evidence:
      last === undefined
        ? []
        : [{ kind: 'probe', text: `exit code ${last.exitCode}: ${last.output.trim() || '(no output)'}`, atMs: last.atMs }],
  }
}

function tooLate(name: string, readyAtMs: number, unhealthyAtMs: number, path: Path): Finding {
  return {
    id: 'health-check-succeeds',
    severity: 'error',
    confidence: 'likely',
    message: `"${name}" is ready after ${duration(readyAtMs)}, but ECS would have called it UNHEALTHY at ${duration(unhealthyAtMs)}`,
    remedy: `Raise healthCheck.startPeriod above ${Math.ceil((readyAtMs * 2) / 1000)} s (at most 300), or make the start faster.`,
    ecs,
    ecsSource: 'recorded',
    container: name,
    path,
  }
}

function brokeAgain(name: string, exitCode: number, output: string, path: Path): Finding {
  return {
    id: 'health-check-succeeds',
    severity: 'error',
    confidence: 'likely',
    message: `the health check of "${name}" succeeded once and then failed with exit code ${exitCode}`,
    remedy: 'Look at what changes after the start: the log lines around that time tell more.',
    ecs,
    ecsSource: 'recorded',
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
