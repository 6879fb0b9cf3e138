import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { projectContainerHealth } from '../../harness/health/container-health.ts'
import { dependencyFailureText } from '../../harness/health/dependency-failure.ts'
import { decideDependencies, type Dependency } from '../../harness/health/dependency.ts'
import { simulateDependencies } from './dependency-simulation.ts'
import { seconds } from './times.ts'

describe('HEALTHY', () => {
  const ready = projectContainerHealth(seconds(30, 5, 3, 0), { readyAtMs: 3000, probeDurationMs: 100 })
  const api: Dependency = { name: 'api', condition: 'HEALTHY', startedAtMs: 1000, healthyAtMs: 1000 + (ready.healthyAtMs ?? 0) }

  test('costs at least one interval, however soon the dependency is ready', () => {
    expect(decideDependencies([api])).toEqual({ kind: 'satisfied', atMs: 31_100 })
  })

  test('with startTimeout 20 and interval 30 fails on ECS although the dependency was ready after 3 s', () => {
    expect(decideDependencies([{ ...api, startTimeoutMs: 20_000 }])).toEqual({ kind: 'timed-out', atMs: 21_000, dependency: 'api' })
  })

  test('in the very moment the startTimeout ends is in time', () => {
    expect(decideDependencies([{ ...api, startTimeoutMs: 30_100 }])).toEqual({ kind: 'satisfied', atMs: 31_100 })
  })

  test('in time still times out when another dependency keeps the container waiting', () => {
    const slow: Dependency = { name: 'cache', condition: 'HEALTHY', startedAtMs: 0, healthyAtMs: 60_000 }
    expect(decideDependencies([{ ...api, startTimeoutMs: 40_000 }, slow])).toEqual({ kind: 'timed-out', atMs: 41_000, dependency: 'api' })
  })

  test('on a container without startTimeout that never gets there waits for ever', () => {
    expect(decideDependencies([{ ...api, healthyAtMs: undefined }])).toEqual({ kind: 'blocked', dependency: 'api' })
  })

  test('on a container that stopped first waits for ever, and its startTimeout no longer counts', () => {
    const stopped = { ...api, startTimeoutMs: 120_000, stopped: { atMs: 5000, exitCode: 0 } }
    expect(decideDependencies([stopped])).toEqual({ kind: 'blocked', dependency: 'api' })
  })

  test('ends when the dependency stops while another one is awaited', () => {
    const short = { ...api, stopped: { atMs: 50_000, exitCode: 0 } }
    const slow: Dependency = { name: 'cache', condition: 'HEALTHY', startedAtMs: 0, healthyAtMs: 60_000 }
    expect(decideDependencies([slow, short])).toEqual({ kind: 'blocked', dependency: 'api' })
  })
})

test('START holds for a dependency that crashed at once', () => {
  const crashed: Dependency = { name: 'agent', condition: 'START', startedAtMs: 100, stopped: { atMs: 150, exitCode: 1 } }
  expect(decideDependencies([crashed])).toEqual({ kind: 'satisfied', atMs: 100 })
})

test('START never times out', () => {
  const late: Dependency = { name: 'agent', condition: 'START', startedAtMs: 100, startTimeoutMs: 10 }
  const slow: Dependency = { name: 'cache', condition: 'HEALTHY', startedAtMs: 0, healthyAtMs: 60_000 }
  expect(decideDependencies([late, slow])).toEqual({ kind: 'satisfied', atMs: 60_000 })
})

test('COMPLETE takes any exit code', () => {
  const migrated: Dependency = { name: 'migrate', condition: 'COMPLETE', startedAtMs: 0, stopped: { atMs: 900, exitCode: 3 } }
  expect(decideDependencies([migrated])).toEqual({ kind: 'satisfied', atMs: 900 })
})

test('COMPLETE on a container that could not be started waits for ever: it has no exit code', () => {
  const unstarted: Dependency = {
    name: 'migrate',
    condition: 'COMPLETE',
    startedAtMs: undefined,
    stopped: { atMs: 900, exitCode: undefined },
  }
  expect(decideDependencies([unstarted])).toEqual({ kind: 'blocked', dependency: 'migrate' })
})

test('SUCCESS fails with the first exit code that is not 0', () => {
  const failed: Dependency = { name: 'migrate', condition: 'SUCCESS', startedAtMs: 0, stopped: { atMs: 900, exitCode: 1 } }
  expect(decideDependencies([failed])).toEqual({ kind: 'not-successful', atMs: 900, dependency: 'migrate' })
})

test('a container that was told to stop before it started is not waited for', () => {
  const abandoned: Dependency = { name: 'migrate', condition: 'COMPLETE', startedAtMs: undefined, abandonedAtMs: 700 }
  expect(decideDependencies([abandoned])).toEqual({ kind: 'never-starts', atMs: 700, dependency: 'migrate' })
})

test('a container that waits for nothing goes on at once', () => {
  expect(decideDependencies([])).toEqual({ kind: 'satisfied', atMs: 0 })
})

test('what ECS says of a failed dependency, word for word', () => {
  const api = 'api(app:1) (RUNNING->RUNNING)'
  const web = 'web(web:1) (MANIFEST_PULLED->RUNNING)'
  expect(dependencyFailureText('timed-out', api, web)).toBe(
    `CannotStartContainerError: dependency graph: container ordering dependency [${api}] for target [${web}] has timed out.`,
  )
  expect(dependencyFailureText('not-successful', api, web)).toBe(
    `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [${api}] for target [${web}] as dependency did not exit successfully.`,
  )
  expect(dependencyFailureText('never-starts', api, web)).toBe(
    `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [${api}] for target [${web}] because dependency will never start`,
  )
})

test('any set of dependencies is decided as the agent decides it that looks every millisecond', () => {
  const moment = fc.integer({ min: 0, max: 12 }).map((tens) => tens * 10)
  const anyDependency = fc
    .record({
      condition: fc.constantFrom('START', 'COMPLETE', 'SUCCESS', 'HEALTHY'),
      starts: fc.boolean(),
      startedAtMs: moment,
      startTimeoutMs: fc.option(moment.map((ms) => ms + 10)),
      healthyAfterMs: fc.option(moment),
      stopsAfterMs: fc.option(moment.map((ms) => ms + 10)),
      exitCode: fc.constantFrom(0, 0, 1, undefined),
      abandoned: fc.boolean(),
    })
    .map((it): Dependency => ({
      name: 'a',
      condition: it.condition,
      startedAtMs: it.starts ? it.startedAtMs : undefined,
      ...(it.startTimeoutMs === null ? {} : { startTimeoutMs: it.startTimeoutMs }),
      ...(it.starts && it.healthyAfterMs !== null ? { healthyAtMs: it.startedAtMs + it.healthyAfterMs } : {}),
      ...(it.stopsAfterMs === null ? {} : { stopped: { atMs: it.startedAtMs + it.stopsAfterMs, exitCode: it.exitCode } }),
      ...(it.abandoned && !it.starts ? { abandonedAtMs: it.startedAtMs } : {}),
    }))
  fc.assert(
    fc.property(fc.array(anyDependency, { minLength: 1, maxLength: 4 }), (dependencies) => {
      const seen = simulateDependencies(dependencies, 400)
      const decision = decideDependencies(dependencies)
      expect(seen.kinds).toContain(decision.kind)
      expect(decision.kind === 'blocked' ? undefined : decision.atMs).toBe(seen.atMs)
    }),
    { numRuns: 3000 },
  )
})
