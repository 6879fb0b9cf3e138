import { describe, expect, test } from 'vitest'
import { neededGracePeriodMs } from '../../harness/health/grace-period.ts'
import { countsAsHealthyAtMs, judgeTaskInService, type TaskInService } from '../../harness/health/service-scheduler.ts'

const task: TaskInService = { startedBy: 'service', runningAtMs: 2000, gracePeriodMs: 0 }
const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef'

describe('a task whose essential container is UNHEALTHY after 120 s', () => {
  const containers = { fromMs: 120_000, untilMs: undefined }

  test('is replaced by its service, in these words', () => {
    expect(judgeTaskInService({ ...task, containers })).toEqual({
      kind: 'replaces',
      atMs: 120_000,
      because: 'container-health',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
    })
  })

  test('is replaced when its grace period ends', () => {
    expect(judgeTaskInService({ ...task, containers, gracePeriodMs: 300_000 })).toMatchObject({ kind: 'replaces', atMs: 302_000 })
  })

  test('is kept when it recovers within the grace period, and only because of it', () => {
    const recovering = { ...task, containers: { fromMs: 120_000, untilMs: 150_000 } }
    expect(judgeTaskInService({ ...recovering, gracePeriodMs: 148_000 })).toEqual({ kind: 'keeps', savedByGracePeriod: true })
    expect(judgeTaskInService({ ...recovering, gracePeriodMs: 147_999 })).toMatchObject({ kind: 'replaces', atMs: 149_999 })
  })

  test('runs on where run-task started it', () => {
    expect(judgeTaskInService({ ...task, containers, startedBy: 'run-task' })).toEqual({ kind: 'keeps', savedByGracePeriod: false })
  })

  test('is not replaced while it never gets to RUNNING', () => {
    expect(judgeTaskInService({ ...task, containers, runningAtMs: undefined })).toMatchObject({ kind: 'keeps' })
  })
})

test('a target that fails first gives its own reason', () => {
  const target = { fromMs: 60_000, untilMs: undefined, targetGroupArn }
  expect(judgeTaskInService({ ...task, target, containers: { fromMs: 120_000, untilMs: undefined } })).toMatchObject({
    atMs: 60_000,
    because: 'target-health',
    stoppedReason: `Task failed ELB health checks in (target-group ${targetGroupArn})`,
  })
})

test('a container that fails first is the reason, although the target fails too', () => {
  const target = { fromMs: 150_000, untilMs: undefined, targetGroupArn }
  expect(judgeTaskInService({ ...task, target, containers: { fromMs: 120_000, untilMs: undefined } })).toMatchObject({
    atMs: 120_000,
    because: 'container-health',
  })
})

test('a healthy task is kept without any help', () => {
  expect(judgeTaskInService(task)).toEqual({ kind: 'keeps', savedByGracePeriod: false })
})

test('the shortest grace period that saves a task is the one that ends as it recovers', () => {
  const spells = [
    { fromMs: 90_000, untilMs: 140_000 },
    { fromMs: 60_000, untilMs: 100_000 },
  ]
  const neededMs = neededGracePeriodMs(spells, 2000)
  expect(neededMs).toBe(138_000)
  const judge = (gracePeriodMs: number) => judgeTaskInService({ ...task, containers: spells[0], gracePeriodMs }).kind
  expect(judge(neededMs ?? 0)).toBe('keeps')
  expect(judge((neededMs ?? 0) - 1)).toBe('replaces')
})

test('no grace period is long enough for a task that never recovers', () => {
  expect(neededGracePeriodMs([{ fromMs: 60_000, untilMs: undefined }], 0)).toBeUndefined()
})

describe('a deployment counts a task as healthy', () => {
  test('40 s after RUNNING where nothing checks it', () => {
    expect(countsAsHealthyAtMs({ runningAtMs: 2000 })).toBe(42_000)
  })

  test('when its container health check passes', () => {
    expect(countsAsHealthyAtMs({ runningAtMs: 2000, containers: { healthyAtMs: 30_000 } })).toBe(30_000)
  })

  test('when it is RUNNING, where its containers were HEALTHY before that', () => {
    expect(countsAsHealthyAtMs({ runningAtMs: 35_000, containers: { healthyAtMs: 30_000 } })).toBe(35_000)
  })

  test('behind a load balancer when both pass', () => {
    expect(countsAsHealthyAtMs({ runningAtMs: 2000, containers: { healthyAtMs: 30_000 }, target: { healthyAtMs: 33_000 } })).toBe(33_000)
    expect(countsAsHealthyAtMs({ runningAtMs: 2000, target: { healthyAtMs: 33_000 } })).toBe(33_000)
  })

  test('never when one of them never passes, or when it never runs', () => {
    expect(
      countsAsHealthyAtMs({ runningAtMs: 2000, containers: { healthyAtMs: undefined }, target: { healthyAtMs: 33_000 } }),
    ).toBeUndefined()
    expect(countsAsHealthyAtMs({ runningAtMs: undefined })).toBeUndefined()
  })
})
