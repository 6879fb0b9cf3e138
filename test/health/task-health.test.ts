import { describe, expect, test } from 'vitest'
import { taskHealth, taskHealthDecision, type HealthStatus } from '../../harness/health/task-health.ts'

const essential = (healthStatus: HealthStatus | undefined) => ({ essential: true, healthStatus })
const other = (healthStatus: HealthStatus | undefined) => ({ essential: false, healthStatus })

test.each([
  [
    'one UNHEALTHY essential container makes the task UNHEALTHY',
    [essential('HEALTHY'), essential('UNKNOWN'), essential('UNHEALTHY')],
    'UNHEALTHY',
  ],
  ['one that is not decided yet makes it UNKNOWN', [essential('HEALTHY'), essential('UNKNOWN')], 'UNKNOWN'],
  [
    'an essential container without a healthCheck is left out',
    [essential('HEALTHY'), essential('HEALTHY'), essential(undefined)],
    'HEALTHY',
  ],
  ['a container that is not essential does not count', [essential('HEALTHY'), other('UNHEALTHY')], 'HEALTHY'],
  ['without any healthCheck it stays UNKNOWN', [essential(undefined)], 'UNKNOWN'],
  ['a health check on a container that is not essential is none', [essential(undefined), other('HEALTHY')], 'UNKNOWN'],
] as const)('%s', (_, containers, expected) => {
  expect(taskHealth(containers)).toBe(expected)
})

describe('the moment the task is decided', () => {
  const healthy = (atMs: number) => ({ essential: true, decision: { healthStatus: 'HEALTHY', atMs } as const })
  const unhealthy = (atMs: number) => ({ essential: true, decision: { healthStatus: 'UNHEALTHY', atMs } as const })

  test('is when the last essential container is HEALTHY', () => {
    expect(taskHealthDecision([healthy(30_000), healthy(65_000)])).toEqual({ healthStatus: 'HEALTHY', atMs: 65_000 })
  })

  test('is when the first one is UNHEALTHY', () => {
    expect(taskHealthDecision([healthy(30_000), unhealthy(120_000), unhealthy(90_000)])).toEqual({
      healthStatus: 'UNHEALTHY',
      atMs: 90_000,
    })
  })

  test('never comes while one stays undecided, or where nothing is checked', () => {
    expect(taskHealthDecision([healthy(30_000), { essential: true, decision: undefined }])).toBeUndefined()
    expect(taskHealthDecision([{ ...healthy(30_000), essential: false }])).toBeUndefined()
  })
})
