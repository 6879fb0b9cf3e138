import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { projectTargetGroup, type Moment } from '../../harness/health/target-group.ts'
import { simulateNode, type SimulatedTarget } from './load-balancer-simulation.ts'

const usual = { intervalMs: 30_000, timeoutMs: 10_000, healthyThreshold: 5, unhealthyThreshold: 2 }

test('a target that answers soon is healthy after one success, whatever healthyThreshold says', () => {
  const projection = projectTargetGroup(usual, { registeredAtMs: 1000, readyAtMs: 3100, responseMs: 20 })
  expect(projection).toEqual({
    outcome: 'healthy',
    healthyAtMs: { earliestMs: 3120, latestMs: 33_120 },
    unhealthyAtMs: undefined,
    recoversAtMs: undefined,
    unhealthyIfNeverReadyAtMs: { earliestMs: 31_000, latestMs: 61_000 },
    healthMarginMs: 27_900,
    timesSlowerBeforeUnhealthy: 10,
  })
})

test('a target that never answers is unhealthy within unhealthyThreshold intervals', () => {
  const projection = projectTargetGroup(usual, { registeredAtMs: 0, readyAtMs: undefined, responseMs: 0, failingResponseMs: 10_000 })
  expect(projection).toMatchObject({
    outcome: 'unhealthy',
    healthyAtMs: undefined,
    unhealthyAtMs: { earliestMs: 40_000, latestMs: 70_000 },
    recoversAtMs: undefined,
    timesSlowerBeforeUnhealthy: 0,
  })
})

test('a target that answers after 45 s depends on when the nodes begin, and needs five successes once it was unhealthy', () => {
  expect(projectTargetGroup(usual, { registeredAtMs: 0, readyAtMs: 45_000, responseMs: 0 })).toMatchObject({
    outcome: 'depends',
    healthyAtMs: { earliestMs: 45_000, latestMs: 195_000 },
    unhealthyAtMs: { earliestMs: 30_000, latestMs: 45_000 },
    recoversAtMs: { earliestMs: 180_000, latestMs: 195_000 },
  })
})

test('a target that answers slower than the timeout is unhealthy although it answers', () => {
  const projection = projectTargetGroup(usual, { registeredAtMs: 0, readyAtMs: 0, responseMs: 10_001 })
  expect(projection).toMatchObject({
    outcome: 'unhealthy',
    healthyAtMs: undefined,
    unhealthyAtMs: { earliestMs: 40_000, latestMs: 70_000 },
  })
})

test('an interval of 0 is refused rather than projected', () => {
  expect(() => projectTargetGroup({ ...usual, intervalMs: 0 }, { registeredAtMs: 0, readyAtMs: 0, responseMs: 0 })).toThrow(
    'an interval above 0',
  )
})

test('the projection spans exactly what nodes see that begin anywhere in the first interval', () => {
  const anyTarget = fc.record({
    times: fc.record({
      intervalMs: fc.integer({ min: 2, max: 12 }),
      timeoutMs: fc.integer({ min: 1, max: 12 }),
      healthyThreshold: fc.integer({ min: 2, max: 6 }),
      unhealthyThreshold: fc.integer({ min: 2, max: 6 }),
    }),
    registeredAtMs: fc.nat(20),
    readyAtMs: fc.option(fc.nat(120), { nil: undefined }),
    responseMs: fc.nat(14),
    failingResponseMs: fc.nat(14),
  })
  fc.assert(
    fc.property(anyTarget, ({ times, ...readiness }) => {
      const { registeredAtMs, readyAtMs, responseMs, failingResponseMs } = readiness
      const ready = (startMs: number): boolean => readyAtMs !== undefined && registeredAtMs + startMs >= readyAtMs
      const nodes = Array.from({ length: times.intervalMs }, (_, firstRequestMs) =>
        simulateNode(
          times,
          firstRequestMs,
          (startMs) => ({ succeeds: ready(startMs), durationMs: ready(startMs) ? responseMs : failingResponseMs }),
          100,
        ),
      )
      // Nodes begin on whole milliseconds here, so the last of them is one millisecond short of the open end.
      const span = (key: keyof SimulatedTarget): Moment | undefined => {
        const moments = nodes.flatMap((node) => (node[key] === undefined ? [] : [registeredAtMs + node[key]]))
        return moments.length === 0 ? undefined : { earliestMs: Math.min(...moments), latestMs: Math.max(...moments) + 1 }
      }
      const unhealthyNodes = nodes.filter((node) => node.unhealthyAtMs !== undefined).length
      const projection = projectTargetGroup(times, readiness)
      expect(projection.outcome).toBe(unhealthyNodes === 0 ? 'healthy' : unhealthyNodes === nodes.length ? 'unhealthy' : 'depends')
      expect(projection.healthyAtMs).toEqual(span('healthyAtMs'))
      expect(projection.unhealthyAtMs).toEqual(span('unhealthyAtMs'))
      expect(projection.recoversAtMs).toEqual(span('recoversAtMs'))
      expect(projection.healthMarginMs >= 0).toBe(unhealthyNodes === 0)
    }),
    { numRuns: 2000 },
  )
})
