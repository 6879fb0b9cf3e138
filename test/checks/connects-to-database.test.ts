import { expect, test } from 'vitest'
import { connectsToDatabase as check } from '../../harness/checks/connects-to-database.ts'
import { connected, ended, exited, settled, staged, started, unhealthy } from '../timeline/given.ts'
import { findingsOf, outcomeOf } from './given.ts'

const given = {
  containers: [{ environment: [{ name: 'DATABASE_URL', value: 'postgresql://u:p@db.example/app' }] }],
  settings: { databases: [{ variable: 'DATABASE_URL', connectWithin: '2s' }] },
}

test('a first query answered in time passes with what was measured', () => {
  const outcome = outcomeOf(check, given, [0, started()], [100, connected()], [300, staged('query', 200)], [3000, settled])
  expect(outcome).toMatchObject({ outcome: 'pass', measured: '200 ms', limit: '2 s', message: 'first query after 200 ms, from a stand-in' })
})

test('a first query answered too late fails', () => {
  const outcome = outcomeOf(check, given, [0, started()], [100, connected()], [2600, staged('query', 2500)], [5000, settled])
  expect(outcome.findings[0]?.message).toBe('the first query through DATABASE_URL was answered after 2.5 s; connectWithin is 2 s')
})

test.each([
  ['tls', /trust/],
  ['authentication', /user and password/],
  ['database', /last part/],
  ['query', /schema/],
  ['startup', /host and parameters/],
] as const)('a connection refused at the stage "%s" says what to correct', (stage, remedy) => {
  const outcome = outcomeOf(check, given, [0, started()], [100, connected()], [150, staged(stage, 50, 'no')], [150, exited])
  expect(findingsOf(outcome)).toEqual(['error connects-to-database'])
  expect(outcome.findings[0]?.message).toBe(`the connection to db.example (DATABASE_URL) failed at the stage "${stage}": no`)
  expect(outcome.findings[0]?.remedy).toMatch(remedy)
})

test('a failed connection is forgiven when a later one is answered', () => {
  const outcome = outcomeOf(
    check,
    given,
    [0, started()],
    [100, connected()],
    [150, staged('tls', 50, 'no')],
    [200, connected(2)],
    [260, staged('query', 60, undefined, 2)],
  )
  expect(outcome.outcome).toBe('pass')
})

test('a connection to another host does not count', () => {
  const outcome = outcomeOf(
    check,
    given,
    [0, started()],
    [100, connected(1, 'other.example')],
    [300, staged('query', 200)],
    [3000, settled],
  )
  expect(outcome.message).toBe('no connection to db.example was seen')
})

test('a task that became ready without its database is an error of its own', () => {
  const outcome = outcomeOf(check, given, [0, started()], [3000, settled])
  expect(findingsOf(outcome)).toEqual(['error connects-to-database'])
  expect(outcome.findings[0]?.message).toBe(
    '"api" became ready, but no connection to db.example (DATABASE_URL) was seen within 2 s after that',
  )
})

test('a task that hangs leaves the why to the diagnosis', () => {
  const outcome = outcomeOf(check, given, [0, started()], [100, connected()], [90_000, unhealthy])
  expect(outcome).toMatchObject({
    outcome: 'fail',
    message: '1 connection without an answer; the furthest came to "accepted"',
    findings: [],
  })
})

test('a task that died before it tried is skipped, and so is one that was never started', () => {
  expect(outcomeOf(check, given, [0, started()], [50, ended(1)], [50, exited]).outcome).toBe('skip')
  expect(outcomeOf(check, given).outcome).toBe('skip')
})
