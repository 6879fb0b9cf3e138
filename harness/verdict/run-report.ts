import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import { matchesStatus, parseMatcher } from '../health/matcher.ts'
import { projectTargetGroup } from '../health/target-group.ts'
import type { TaskPlan } from '../plan/task.ts'
import { connectionStages, type Decided } from '../timeline/event.ts'
import { connectionsTo, decisionOf, eventsOf, startedAt } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import { containerReport } from './container-report.ts'
import { fidelityOf, notCheckedOf } from './fidelity.ts'
import type { DatabaseReport, RunReport, TargetGroupReport, TaskReport, Verdict } from './report.ts'

export interface RunFacts {
  readonly plan: TaskPlan
  readonly timeline: Timeline
  readonly checks: readonly CheckOutcome[]
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  readonly taskDefinition: RunReport['taskDefinition']
  readonly settings: RunReport['settings']
  readonly runtime: RunReport['runtime']
  readonly imageDigests: ReadonlyMap<string, string>
  /** By variable: what answered in the database's place. */
  readonly standIns: ReadonlyMap<string, { readonly version: string; readonly description: string }>
}

export function runReport(facts: RunFacts): RunReport {
  const { plan, timeline } = facts
  return {
    taskDefinition: facts.taskDefinition,
    settings: facts.settings,
    verdict: facts.verdict,
    runtime: facts.runtime,
    timing: 'projected',
    task: taskReport(facts),
    targetGroup: targetGroupReport(plan, timeline),
    databases: databaseReports(facts),
    checks: facts.checks,
    findings: facts.findings,
    fidelity: fidelityOf(plan, timeline),
    notChecked: notCheckedOf(plan),
    standIns: plan.databases.map(({ variable, connection }) => ({
      for: `${connection.host}:${connection.port}`,
      by: facts.standIns.get(variable)?.description ?? 'not started',
    })),
    injected: plan.containers.flatMap(({ name: container, environment }) =>
      environment.filter(({ origin }) => origin === 'added').map(({ name, why = '' }) => ({ container, name, why })),
    ),
    egress: eventsOf(timeline, 'name-asked').map(({ name, atMs, outcome }) => ({ host: name, port: undefined, atMs, outcome })),
    timeline: timeline.events,
  }
}

function taskReport({ plan, timeline, imageDigests }: RunFacts): TaskReport {
  const containers = plan.containers.map((container) => containerReport(container, timeline, imageDigests.get(container.name)))
  const decision = decisionOf(timeline)
  const checked = containers.filter(({ essential, health }) => essential && health !== undefined)
  const healthStatus = checked.some((container) => container.healthStatus === 'UNHEALTHY')
    ? 'UNHEALTHY'
    : checked.length > 0 && checked.every((container) => container.healthStatus === 'HEALTHY')
      ? 'HEALTHY'
      : 'UNKNOWN'
  return { ...stopOfTask(decision, containers), healthStatus, containers }
}

/** The task's state as ECS would show it when the watching ended. */
function stopOfTask(
  decision: Decided | undefined,
  containers: TaskReport['containers'],
): Pick<TaskReport, 'lastStatus' | 'stopCode' | 'stoppedReason'> {
  switch (decision?.why) {
    case undefined:
      return { lastStatus: 'PENDING', stopCode: undefined, stoppedReason: undefined }
    case 'essential-container-exited':
      return { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' }
    case 'start-failed':
    case 'dependency-failed':
      return { lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason: `CannotStartContainerError: ${decision?.detail ?? ''}` }
    case 'unhealthy':
      // Where another container waits for one that is not essential, ECS lets the task stay PENDING.
      if (!containers.some(({ name, essential }) => essential && name === decision?.container))
        return { lastStatus: 'PENDING', stopCode: undefined, stoppedReason: undefined }
      return { lastStatus: 'STOPPED', stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks' }
    case 'settled':
    case 'not-ready-in-time':
    case 'gave-up':
      return {
        lastStatus: containers.every(({ lastStatus }) => lastStatus !== 'PENDING') ? 'RUNNING' : 'PENDING',
        stopCode: undefined,
        stoppedReason: undefined,
      }
  }
}

function targetGroupReport(plan: TaskPlan, timeline: Timeline): TargetGroupReport | undefined {
  const group = plan.targetGroup
  if (group === undefined) return undefined
  const requests = eventsOf(timeline, 'request').filter(({ purpose }) => purpose === 'target-group')
  const matcher = parseMatcher(group.matcher)
  const good = requests.find(({ status }) => status !== undefined && matcher.kind === 'codes' && matchesStatus(matcher.ranges, status))
  const started = startedAt(timeline, group.container)
  const projection =
    started === undefined
      ? undefined
      : projectTargetGroup(
          {
            intervalMs: group.interval,
            timeoutMs: group.timeout,
            healthyThreshold: group.healthyThreshold,
            unhealthyThreshold: group.unhealthyThreshold,
          },
          { readyAtMs: good === undefined ? undefined : good.atMs - started, registeredAtMs: 0, responseMs: good?.durationMs ?? 0 },
        )
  return {
    healthyAtMs: good === undefined ? undefined : projection?.healthyAtMs?.latestMs,
    unhealthyAtMs: projection?.unhealthyIfNeverReadyAtMs.latestMs,
    firstStatus: requests[0]?.status,
    requests: requests.map(({ atMs, status, durationMs, error }) => ({ atMs, status, durationMs, error })),
  }
}

function databaseReports({ plan, timeline, standIns }: RunFacts): DatabaseReport[] {
  return plan.databases.map(({ variable, connection, names, containers }) => {
    const own = connectionsTo(timeline, { connection, names })
    const best = own.find(({ answeredAtMs }) => answeredAtMs !== undefined) ?? own.at(-1)
    const started = startedAt(timeline, containers[0] ?? '')
    return {
      variable,
      host: connection.host,
      engine: 'postgres',
      version: standIns.get(variable)?.version ?? '',
      connected: best?.answeredAtMs !== undefined,
      connectMs: best?.answeredAfterMs,
      connectedAtMs: best?.answeredAtMs === undefined || started === undefined ? undefined : best.answeredAtMs - started,
      connections: own.length,
      protocol: best?.transport,
      standIn: true,
      stages: connectionStages.map((stage) => {
        const seen = best?.stages.find((event) => event.stage === stage)
        return { stage, ms: seen?.ms, outcome: seen?.outcome ?? ('not-reached' as const), seenBy: 'gateway' as const }
      }),
    }
  })
}
