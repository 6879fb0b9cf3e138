import { describe, expect, test } from 'vitest'
import type { Happening } from '../../harness/timeline/event.ts'
import type { RunReport } from '../../harness/verdict/report.ts'
import { api, health } from '../checks/given.ts'
import { type Given, planOf } from '../plan/given.ts'
import { exits, plan, reportOf, stays } from '../reports/given.ts'
import { ended, exited, got, probed, settled, started, timelineOf, unhealthy } from '../timeline/given.ts'

function runOf(given: Given, ...events: readonly (readonly [number, Happening])[]): RunReport {
  const [run] = reportOf(timelineOf(...events), {}, planOf(given)).runs
  if (run === undefined) throw new Error('the report has no run')
  return run
}

describe('the task as ECS would show it', () => {
  test.each<[string, readonly (readonly [number, Happening])[], Partial<RunReport['task']>]>([
    [
      'running and HEALTHY',
      [
        [0, started()],
        [300, probed(0)],
        [3300, settled],
      ],
      { lastStatus: 'RUNNING', healthStatus: 'HEALTHY', stopCode: undefined },
    ],
    [
      'stopped by an end',
      [
        [0, started()],
        [300, ended(1)],
        [300, exited],
      ],
      {
        lastStatus: 'STOPPED',
        healthStatus: 'UNKNOWN',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
      },
    ],
    [
      'stopped for its health',
      [
        [0, started()],
        [300, probed(1)],
        [140_000, unhealthy],
      ],
      {
        lastStatus: 'STOPPED',
        healthStatus: 'UNHEALTHY',
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed container health checks',
      },
    ],
    [
      'ready too late, which is UNHEALTHY',
      [
        [0, started()],
        [125_000, probed(0)],
        [128_000, settled],
      ],
      { healthStatus: 'UNHEALTHY' },
    ],
    [
      'not started',
      [
        [0, { type: 'container-start-failed', container: 'api', reason: 'no' }],
        [0, { type: 'decided', why: 'start-failed', container: 'api', detail: 'no' }],
      ],
      { lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason: 'CannotStartContainerError: no' },
    ],
    ['not even tried', [], { lastStatus: 'PENDING', healthStatus: 'UNKNOWN' }],
  ])('%s', (_, events, task) => {
    expect(runOf({ containers: [api] }, ...events).task).toMatchObject(task)
  })

  test('a container that waits for one that is not essential and never HEALTHY stays PENDING', () => {
    const containers = [
      { name: 'db', essential: false, healthCheck: health },
      { dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] },
    ]
    const { task } = runOf({ containers }, [0, started('db')], [140_000, { type: 'decided', why: 'unhealthy', container: 'db' }])
    expect(task).toMatchObject({ lastStatus: 'PENDING', stopCode: undefined })
  })
})

test('the target group is healthy at an answer that its matcher takes, not at any', () => {
  const given = { containers: [api], settings: { service: { targetGroup: { container: 'api', port: 8080, matcher: '204' } } } }
  expect(runOf(given, [0, started()], [500, got(200, 'target-group')]).targetGroup).toMatchObject({
    firstStatus: 200,
    healthyAtMs: undefined,
  })
  expect(runOf(given, [0, started()], [500, got(204, 'target-group')]).targetGroup?.healthyAtMs).toBeGreaterThan(500)
})

test('a database is told stage by stage, as the gateway saw it', () => {
  const [database] = reportOf(stays).runs[0]?.databases ?? []
  expect(database).toMatchObject({ connected: true, connectMs: 212, connectedAtMs: 522, connections: 1, standIn: true })
  expect(database?.stages.find(({ stage }) => stage === 'query')).toMatchObject({ ms: 212, outcome: 'ok' })
  expect(database?.stages.find(({ stage }) => stage === 'upgrade')?.outcome).toBe('not-reached')
})

test('what was not emulated and what nobody can check here is always told', () => {
  for (const report of [reportOf(stays), reportOf(exits)]) {
    const [run] = report.runs
    expect(run?.fidelity.map(({ path, status }) => `${path} ${status}`)).toEqual(
      expect.arrayContaining([
        'cpu emulated',
        'containerDefinitions[api].logConfiguration not-emulated',
        'containerDefinitions[api].image approximated',
      ]),
    )
    expect(run?.notChecked.map(({ id }) => id)).toEqual([
      'execution-role-permissions',
      'kms-decrypt',
      'image-in-registry',
      'log-group',
      'route-to-aws',
      'real-database',
    ])
    expect(run?.standIns).toEqual([{ for: `${plan.databases[0]?.connection.host}:5432`, by: 'PostgreSQL 17.5 (postgres:17-alpine)' }])
    expect(run?.injected.map(({ name }) => name)).toContain('NODE_EXTRA_CA_CERTS')
  }
})

test('a limit over all containers is only approximated for several', () => {
  const { fidelity, notChecked } = runOf({ containers: [{}, { name: 'log' }] })
  expect(fidelity.find(({ path }) => path === 'memory')?.status).toBe('approximated')
  expect(notChecked.map(({ id }) => id)).toContain('service')
})
