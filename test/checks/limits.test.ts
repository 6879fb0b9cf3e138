import { describe, expect, test } from 'vitest'
import { checks } from '../../harness/checks/index.ts'
import { readyWithin } from '../../harness/checks/ready-within.ts'
import { stopsWithinStopTimeout } from '../../harness/checks/stops-within-stop-timeout.ts'
import { containerPath } from '../../harness/checks/words.ts'
import { duration } from '../../harness/findings/duration.ts'
import { asked, ended, exited, settled, started } from '../timeline/given.ts'
import { findingsOf, outcomeOf, outcomesOf } from './given.ts'

describe('ready-within', () => {
  const given = { settings: { expect: { readyWithin: '5s' } } }

  test('ready in time passes with what was measured', () => {
    const outcome = outcomeOf(readyWithin, given, [1000, started()], [3500, { type: 'phase', name: 'ready' }], [6500, settled])
    expect(outcome).toMatchObject({ outcome: 'pass', measured: '2.5 s', limit: '5 s', findings: [] })
  })

  test('not ready in time fails', () => {
    const outcome = outcomeOf(readyWithin, given, [1000, started()], [6000, { type: 'decided', why: 'not-ready-in-time', limitMs: 5000 }])
    expect(outcome.outcome).toBe('fail')
    expect(findingsOf(outcome)).toEqual(['error ready-within'])
  })

  test('a task that ended for another reason is skipped; without the setting nothing is asked', () => {
    expect(outcomeOf(readyWithin, given, [1000, started()], [1500, ended(1)], [1500, exited])).toMatchObject({
      outcome: 'skip',
      findings: [],
    })
    expect(outcomesOf(readyWithin, {}, [1000, started()], [6500, settled])).toEqual([])
  })
})

describe('stops-within-stop-timeout', () => {
  test('an end within the stopTimeout passes, with whatever exit code', () => {
    const outcome = outcomeOf(stopsWithinStopTimeout, {}, [0, started()], [3000, settled], [3000, asked()], [3300, ended(143)])
    expect(outcome).toMatchObject({
      outcome: 'pass',
      measured: '300 ms',
      limit: '30 s',
      message: 'api ended with exit code 143, 300 ms after SIGTERM',
    })
  })

  test('SIGKILL after the stopTimeout fails', () => {
    const outcome = outcomeOf(stopsWithinStopTimeout, {}, [0, started()], [3000, settled], [3000, asked(2000)], [5010, ended(137)])
    expect(outcome).toMatchObject({ outcome: 'fail', message: 'api ignored SIGTERM and was killed after 2 s' })
    expect(findingsOf(outcome)).toEqual(['error stops-within-stop-timeout'])
  })

  test('an end that was never seen is the engine’s trouble', () => {
    expect(outcomeOf(stopsWithinStopTimeout, {}, [0, started()], [3000, settled], [3000, asked()])).toMatchObject({
      outcome: 'skip',
      findings: [],
    })
  })

  test('a container that was not asked to stop is not judged', () => {
    expect(outcomesOf(stopsWithinStopTimeout, {}, [0, started()], [900, ended(1)], [900, exited])).toEqual([])
  })
})

test('every check has an id of its own and says what it is about', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  expect(checks.filter(({ about }) => !about.endsWith('.'))).toEqual([])
})

test.each([
  [212, '212 ms'],
  [3100, '3.1 s'],
  [30_000, '30 s'],
  [138_000, '2 min 18 s'],
  [120_000, '2 min'],
])('%i ms reads as %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})

test('the path of a field leads into its container', () => {
  expect(containerPath({ index: 2 }, 'healthCheck', 'command')).toEqual(['containerDefinitions', 2, 'healthCheck', 'command'])
})
