import { expect, test } from 'vitest'
import { healthCheckSucceeds as check } from '../../harness/checks/health-check-succeeds.ts'
import { ended, exited, probed, settled, started, unhealthy } from '../timeline/given.ts'
import { api, findingsOf, health, outcomeOf, outcomesOf } from './given.ts'

const given = { containers: [api] }

test('a probe that succeeds early passes with what ECS would make of it', () => {
  const outcome = outcomeOf(check, given, [100, started()], [600, probed(0)], [3600, probed(0)], [3600, settled])
  expect(outcome).toMatchObject({
    outcome: 'pass',
    measured: '500 ms',
    limit: '2 min',
    message: 'api is ready after 500 ms; ECS would say HEALTHY at 30.1 s',
    findings: [],
  })
})

test('little time left before ECS would give up is a warning', () => {
  const outcome = outcomeOf(check, given, [0, started()], [110_000, probed(0)], [113_000, settled])
  expect(outcome.outcome).toBe('pass')
  expect(findingsOf(outcome)).toEqual(['warning health-check-has-margin'])
})

test('ready too late for ECS fails, though it became ready here', () => {
  const outcome = outcomeOf(check, given, [0, started()], [125_000, probed(0)], [128_000, settled])
  expect(outcome).toMatchObject({
    outcome: 'fail',
    findings: [{ severity: 'error', message: '"api" is ready after 2 min 5 s, but ECS would have called it UNHEALTHY at 2 min' }],
  })
})

test('no probe that succeeds until ECS has decided fails, with the output of the last one', () => {
  const outcome = outcomeOf(
    check,
    given,
    [0, started()],
    [300, probed(1)],
    [130_000, probed(7, 'curl: (7) refused\nmore')],
    [140_000, unhealthy],
  )
  expect(outcome.message).toBe('api: none of 2 probes succeeded, the last one ended with 7: curl: (7) refused')
  expect(outcome.findings).toMatchObject([
    {
      severity: 'error',
      confidence: 'certain',
      ecs: 'Task failed container health checks',
      ecsSource: 'recorded',
      path: ['containerDefinitions', 0, 'healthCheck'],
      remedy: 'Run the command by hand in the container: check --now. ECS would stop the task at 2 min 20 s at the latest.',
      evidence: [{ kind: 'probe', text: 'exit code 7: curl: (7) refused\nmore', atMs: 130_000 }],
    },
  ])
})

test('probes that had not succeeded when the watching was given up are a warning: ECS has not decided yet', () => {
  const outcome = outcomeOf(check, given, [0, started()], [300, probed(1)], [5000, { type: 'decided', why: 'gave-up' }])
  expect(outcome.findings).toMatchObject([{ severity: 'warning', confidence: 'possible' }])
})

test('a task that died before leaves nothing to say about health', () => {
  expect(outcomeOf(check, given, [0, started()], [300, probed(1)], [900, ended(1)], [900, exited])).toMatchObject({
    outcome: 'skip',
    findings: [],
  })
})

test('a container that is not essential may be UNHEALTHY: a warning, unless another waits for it', () => {
  const containers = [{ healthCheck: health, essential: false, name: 'side' }, {}]
  const events = [
    [0, started('side')],
    [300, probed(1, '', 50, 'side')],
  ] as const
  const [alone] = outcomesOf(check, { containers }, ...events, [140_000, settled])
  expect(alone?.findings).toMatchObject([{ severity: 'warning' }])
  const [awaited] = outcomesOf(check, { containers }, ...events, [140_000, { type: 'decided', why: 'unhealthy', container: 'side' }])
  expect(awaited?.findings).toMatchObject([{ severity: 'error' }])
})

test('probes that fail again at the end are an error, one that recovers is none', () => {
  const again = [
    [0, started()],
    [500, probed(0)],
    [3500, probed(1, 'pool exhausted')],
  ] as const
  expect(outcomeOf(check, given, ...again, [5500, settled]).findings).toMatchObject([
    { severity: 'error', evidence: [{ text: 'pool exhausted' }] },
  ])
  expect(outcomeOf(check, given, ...again, [4500, probed(0)], [4500, settled]).outcome).toBe('pass')
})

test('a container without a health check is not asked', () => {
  expect(outcomesOf(check, {}, [0, started()], [3000, settled])).toEqual([])
})
