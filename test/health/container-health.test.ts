import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { projectContainerHealth } from '../../harness/health/container-health.ts'
import { decided, simulateDocker } from './docker-simulation.ts'
import { anyTimes, seconds } from './times.ts'

const production = seconds(30, 10, 3, 60)

describe('a container that is ready after 3.1 s under the production health check', () => {
  const projection = projectContainerHealth(production, { readyAtMs: 3100, probeDurationMs: 0 })

  test('is HEALTHY at its first probe, 30 s after its start', () => {
    expect(projection).toMatchObject({
      outcome: 'HEALTHY',
      healthyAtMs: 30_000,
      firstSuccessfulProbeStartMs: 30_000,
      insideStartPeriod: true,
      probesBeforeVerdict: 1,
      failuresCounted: 0,
    })
  })

  test('could be 19 times slower before a failure counts, and 38 times before ECS stops it', () => {
    expect(projection.unhealthyAtMs).toBe(120_000)
    expect(projection.startPeriodMarginMs).toBe(56_900)
    expect(projection.healthMarginMs).toBe(116_900)
    expect(Math.floor(projection.timesSlowerBeforeCounting)).toBe(19)
    expect(Math.floor(projection.timesSlowerBeforeUnhealthy)).toBe(38)
  })
})

test('a successful probe takes its time: HEALTHY comes when it ends', () => {
  expect(projectContainerHealth(production, { readyAtMs: 0, probeDurationMs: 240 }).healthyAtMs).toBe(30_240)
})

test('without a startPeriod the first probe counts, and there is no margin to it', () => {
  const projection = projectContainerHealth(seconds(30, 5, 3, 0), { readyAtMs: 31_000, probeDurationMs: 0 })
  expect(projection).toMatchObject({
    outcome: 'HEALTHY',
    healthyAtMs: 60_000,
    startPeriodMarginMs: undefined,
    insideStartPeriod: false,
    probesBeforeVerdict: 2,
    failuresCounted: 1,
  })
})

test('a container that is ready just as its last chance starts is HEALTHY, one millisecond later it is not', () => {
  const last = { readyAtMs: 120_000, probeDurationMs: 0 }
  expect(projectContainerHealth(production, last)).toMatchObject({ outcome: 'HEALTHY', healthyAtMs: 120_000, healthMarginMs: 0 })
  expect(projectContainerHealth(production, { ...last, readyAtMs: 120_001 })).toMatchObject({
    outcome: 'UNHEALTHY',
    healthyAtMs: undefined,
    unhealthyAtMs: 120_000,
    recoversAtMs: 150_000,
    healthMarginMs: -1,
  })
})

test('a container that never becomes ready has no margin at all', () => {
  const projection = projectContainerHealth(production, { readyAtMs: undefined, probeDurationMs: 0 })
  expect(projection).toMatchObject({
    outcome: 'UNHEALTHY',
    unhealthyAtMs: 120_000,
    recoversAtMs: undefined,
    startPeriodMarginMs: Number.NEGATIVE_INFINITY,
    healthMarginMs: Number.NEGATIVE_INFINITY,
    timesSlowerBeforeUnhealthy: 0,
    probesBeforeVerdict: 4,
    failuresCounted: 3,
  })
})

test('probes that hang until their timeout stretch the schedule', () => {
  const hanging = { readyAtMs: undefined, probeDurationMs: 0, failingProbeDurationMs: 60_000 }
  expect(projectContainerHealth(seconds(30, 5, 3, 60), hanging).unhealthyAtMs).toBe(140_000)
})

test('a ready container whose probe takes longer than its timeout is UNHEALTHY all the same', () => {
  const projection = projectContainerHealth(seconds(5, 2, 2, 0), { readyAtMs: 100, probeDurationMs: 2001 })
  expect(projection).toMatchObject({ outcome: 'UNHEALTHY', unhealthyAtMs: 14_000, recoversAtMs: undefined })
  expect(projection.timesSlowerBeforeTimeout).toBeLessThan(1)
})

test('a probe that starts as the startPeriod ends is outside it, yet no failure has counted', () => {
  expect(projectContainerHealth(production, { readyAtMs: 55_000, probeDurationMs: 0 })).toMatchObject({
    healthyAtMs: 60_000,
    insideStartPeriod: false,
    failuresCounted: 0,
    startPeriodMarginMs: 5000,
  })
})

test('the last chance itself is lost to the timeout where the program is ready just then, but too slow', () => {
  const slow = { readyAtMs: 120_000, probeDurationMs: 10_001 }
  expect(projectContainerHealth(production, slow)).toMatchObject({ outcome: 'UNHEALTHY', unhealthyAtMs: 130_000 })
})

test('an interval of 0 is refused rather than projected', () => {
  expect(() => projectContainerHealth(seconds(0, 5, 3, 0), { readyAtMs: 0, probeDurationMs: 0 })).toThrow('an interval above 0')
})

describe("against Docker's algorithm, step by step", () => {
  const anyReadiness = fc.record({
    readyAtMs: fc.option(fc.integer({ min: 0, max: 800 }), { nil: undefined }),
    probeDurationMs: fc.integer({ min: 0, max: 45 }),
    failingProbeDurationMs: fc.integer({ min: 0, max: 45 }),
  })

  test('the projection decides the same, at the same moment, after as many probes', () => {
    fc.assert(
      fc.property(anyTimes, anyReadiness, (times, readiness) => {
        const ready = (startMs: number): boolean => readiness.readyAtMs !== undefined && startMs >= readiness.readyAtMs
        const results = simulateDocker(
          times,
          (startMs) => ({
            succeeds: ready(startMs),
            durationMs: ready(startMs) ? readiness.probeDurationMs : readiness.failingProbeDurationMs,
          }),
          decided,
        )
        const last = results.at(-1)
        const projection = projectContainerHealth(times, readiness)
        expect(projection.outcome.toLowerCase()).toBe(last?.status)
        expect(projection.outcome === 'HEALTHY' ? projection.healthyAtMs : projection.unhealthyAtMs).toBe(last?.endMs)
        expect(projection.firstSuccessfulProbeStartMs).toBe(last?.status === 'healthy' ? last.startMs : undefined)
        expect(projection.insideStartPeriod).toBe(last?.status === 'healthy' && last.startMs < times.startPeriodMs)
        expect(projection.probesBeforeVerdict).toBe(results.length)
        expect(projection.failuresCounted).toBe(results.filter((result) => result.counted).length)
      }),
      { numRuns: 2000 },
    )
  })

  test('the margin is exact: so much later it is still HEALTHY, a millisecond more and it is not', () => {
    fc.assert(
      fc.property(
        anyTimes,
        fc.integer({ min: 0, max: 45 }),
        fc.integer({ min: 0, max: 300 }),
        (times, failingProbeDurationMs, readyAtMs) => {
          const becoming = { readyAtMs, probeDurationMs: 0, failingProbeDurationMs }
          const { outcome, healthMarginMs } = projectContainerHealth(times, becoming)
          expect(outcome).toBe(healthMarginMs >= 0 ? 'HEALTHY' : 'UNHEALTHY')
          const later = (ms: number) => projectContainerHealth(times, { ...becoming, readyAtMs: readyAtMs + healthMarginMs + ms })
          expect(later(0).outcome).toBe('HEALTHY')
          expect(later(1).outcome).toBe('UNHEALTHY')
        },
      ),
    )
  })

  test('an UNHEALTHY container that is left running recovers when Docker says so', () => {
    fc.assert(
      fc.property(anyTimes, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 45 }), (times, lateMs, failingProbeDurationMs) => {
        const never = projectContainerHealth(times, { readyAtMs: undefined, probeDurationMs: 0, failingProbeDurationMs })
        const readyAtMs = (never.unhealthyAtMs ?? 0) + lateMs
        const results = simulateDocker(
          times,
          (startMs) => (startMs >= readyAtMs ? { succeeds: true, durationMs: 0 } : { succeeds: false, durationMs: failingProbeDurationMs }),
          (done) => done.at(-1)?.status === 'healthy',
        )
        const projection = projectContainerHealth(times, { readyAtMs, probeDurationMs: 0, failingProbeDurationMs })
        expect(projection.recoversAtMs).toBe(results.at(-1)?.endMs)
      }),
    )
  })
})
