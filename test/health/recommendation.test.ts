import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { recommendStartPeriod } from '../../harness/health/recommendation.ts'
import { anyTimes, seconds } from './times.ts'

test('a container that takes 14 s at worst is recommended a startPeriod of three times that', () => {
  expect(recommendStartPeriod(seconds(30, 5, 3, 0), 14_000)).toMatchObject({ startPeriodMs: 45_000, capped: false })
})

test('more than ECS accepts is never recommended, and it says so', () => {
  expect(recommendStartPeriod(seconds(30, 5, 3, 0), 150_000)).toMatchObject({ startPeriodMs: 300_000, capped: true })
})

test('under what is recommended no failure counts for a program as many times slower', () => {
  fc.assert(
    fc.property(anyTimes, fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 6 }), (times, slowestReadyMs, timesSlower) => {
      const recommendation = recommendStartPeriod(times, slowestReadyMs, timesSlower)
      expect(recommendation.timesSlowerBeforeCounting >= timesSlower || recommendation.capped).toBe(true)
    }),
  )
})
