import { describe, expect, test } from 'vitest'
import { circuitBreakerThreshold, projectDeployment } from '../../harness/health/circuit-breaker.ts'

test.each([
  [1, 3],
  [5, 3],
  [7, 4],
  [25, 13],
  [400, 200],
  [800, 200],
])('a service of %i tasks fails its deployment after %i failed tasks', (desiredCount, failures) => {
  expect(circuitBreakerThreshold(desiredCount)).toBe(failures)
})

test('a configured threshold is taken as it is meant', () => {
  expect(circuitBreakerThreshold(100, { type: 'BOUNDED_PERCENT', value: 7 })).toBe(7)
  expect(circuitBreakerThreshold(10, { type: 'BOUNDED_PERCENT', value: 7 })).toBe(3)
  expect(circuitBreakerThreshold(10, { type: 'UNBOUNDED_PERCENT', value: 7 })).toBe(1)
  expect(circuitBreakerThreshold(800, { type: 'UNBOUNDED_PERCENT', value: 50 })).toBe(400)
  expect(circuitBreakerThreshold(800, { type: 'COUNT', value: 5 })).toBe(5)
})

describe('a deployment', () => {
  const deployment = { desiredCount: 2, circuitBreaker: { enable: true, rollback: true }, failsAfterMs: 120_000 }

  test('completes with tasks that become healthy', () => {
    expect(projectDeployment({ ...deployment, fate: 'becomes-healthy' })).toEqual({ kind: 'completes' })
  })

  test('of two tasks fails after three failures, which takes two rounds', () => {
    expect(projectDeployment({ ...deployment, fate: 'fails-health-checks' })).toEqual({
      kind: 'fails',
      stage: 2,
      failures: 3,
      earliestMs: 240_000,
      rollsBack: true,
    })
    expect(projectDeployment({ ...deployment, fate: 'never-runs' })).toMatchObject({ kind: 'fails', stage: 1 })
  })

  test('never ends with tasks that exit once they ran: the circuit breaker misses them', () => {
    expect(projectDeployment({ ...deployment, fate: 'stops-after-running' })).toEqual({ kind: 'never-ends', because: 'not-counted' })
  })

  test('never ends without a circuit breaker, or with one that is off', () => {
    const expected = { kind: 'never-ends', because: 'no-circuit-breaker' }
    expect(projectDeployment({ ...deployment, circuitBreaker: undefined, fate: 'never-runs' })).toEqual(expected)
    expect(projectDeployment({ ...deployment, circuitBreaker: { enable: false, rollback: true }, fate: 'never-runs' })).toEqual(expected)
  })

  test('of no tasks completes', () => {
    expect(projectDeployment({ ...deployment, desiredCount: 0, fate: 'never-runs' })).toEqual({ kind: 'completes' })
  })
})
