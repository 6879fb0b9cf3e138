import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { projectContainerHealth } from '../../harness/health/container-health.ts'
import { latestVerdictMs, unhealthyAtIfNeverReady } from '../../harness/health/worst-case.ts'
import { decided, simulateDocker } from './docker-simulation.ts'
import { anyTimes, seconds } from './times.ts'

describe.each([
  // [interval, timeout, retries, startPeriod] in seconds; UNHEALTHY when probes fail at once, when each times out, and at the very latest.
  { times: [30, 5, 3, 0], instantly: 90, timingOut: 105, latest: 105 },
  { times: [30, 5, 3, 60], instantly: 120, timingOut: 140, latest: 140 },
  { times: [5, 2, 2, 0], instantly: 10, timingOut: 14, latest: 14 },
  { times: [10, 5, 3, 120], instantly: 140, timingOut: 165, latest: 170 },
  { times: [30, 5, 10, 300], instantly: 570, timingOut: 630, latest: 655 },
  { times: [30, 5, 1, 65], instantly: 90, timingOut: 70, latest: 105 },
] as const)('a container that is never ready, checked with $times', ({ times: [interval, timeout, retries, startPeriod], ...row }) => {
  const times = seconds(interval, timeout, retries, startPeriod)

  test(`is UNHEALTHY after ${row.instantly} s when its probes fail at once`, () => {
    expect(unhealthyAtIfNeverReady(times, 0)).toBe(row.instantly * 1000)
  })

  test(`is UNHEALTHY after ${row.timingOut} s when every probe times out`, () => {
    expect(unhealthyAtIfNeverReady(times, times.timeoutMs)).toBe(row.timingOut * 1000)
    expect(unhealthyAtIfNeverReady(times, times.timeoutMs * 10)).toBe(row.timingOut * 1000)
  })

  test(`is decided after ${row.latest} s however long each probe takes`, () => {
    expect(latestVerdictMs(times)).toBe(row.latest * 1000)
  })

  test('is projected alike', () => {
    const never = { readyAtMs: undefined, probeDurationMs: 0 }
    expect(projectContainerHealth(times, never).unhealthyAtMs).toBe(row.instantly * 1000)
    expect(projectContainerHealth(times, { ...never, failingProbeDurationMs: times.timeoutMs }).unhealthyAtMs).toBe(row.timingOut * 1000)
  })
})

test('no run of probes, fast or slow, good or bad, is decided later than the latest verdict', () => {
  fc.assert(
    fc.property(anyTimes, fc.infiniteStream(fc.tuple(fc.integer({ min: 0, max: 45 }), fc.nat(9))), (times, stream) => {
      const results = simulateDocker(
        times,
        () => {
          const [durationMs, luck] = stream.next().value
          return { durationMs, succeeds: luck === 0 }
        },
        decided,
      )
      expect(results.at(-1)?.endMs).toBeLessThanOrEqual(latestVerdictMs(times))
    }),
    { numRuns: 1000 },
  )
})

test('the latest verdict can come: some run of failing probes is decided within a millisecond of it', () => {
  fc.assert(
    fc.property(anyTimes, (times) => {
      // Probes hang until the last free one would start after the startPeriod; those are shortened so that it starts in the last
      // millisecond of it.
      const free = Math.max(0, Math.ceil(times.startPeriodMs / times.intervalMs) - 1)
      const spareMs = Math.max(0, times.startPeriodMs - 1 - free * times.intervalMs)
      const durationOf = (probe: number): number =>
        probe >= free ? times.timeoutMs : Math.max(0, Math.min(times.timeoutMs, spareMs - (probe - 1) * times.timeoutMs))
      const results = simulateDocker(times, (_, probe) => ({ succeeds: false, durationMs: durationOf(probe) }), decided)
      expect(latestVerdictMs(times) - (results.at(-1)?.endMs ?? 0)).toBeLessThanOrEqual(1)
    }),
    { numRuns: 1000 },
  )
})

test('the closed form for a container that is never ready is what Docker comes to, step by step', () => {
  fc.assert(
    fc.property(anyTimes, fc.integer({ min: 0, max: 45 }), (times, durationMs) => {
      const results = simulateDocker(times, () => ({ succeeds: false, durationMs }), decided)
      expect(unhealthyAtIfNeverReady(times, durationMs)).toBe(results.at(-1)?.endMs)
    }),
    { numRuns: 1000 },
  )
})
