import { describe, expect, test } from 'vitest'
import { expectedRequestsAreAnswered } from '../../harness/checks/expected-requests-are-answered.ts'
import { targetGroupGetsItsMatcher } from '../../harness/checks/target-group-gets-its-matcher.ts'
import { got, settled, started } from '../timeline/given.ts'
import { findingsOf, outcomeOf, outcomesOf } from './given.ts'

describe('target-group-gets-its-matcher', () => {
  const given = (matcher: string) => ({ settings: { service: { targetGroup: { container: 'api', port: 8080, path: '/', matcher } } } })

  test.each([
    ['200', 200],
    ['200,302', 302],
    ['200-299', 204],
  ])('the matcher %s takes %i', (matcher, status) => {
    expect(outcomeOf(targetGroupGetsItsMatcher, given(matcher), [0, started()], [9, got(status, 'target-group')])).toMatchObject({
      outcome: 'pass',
      measured: `status ${status}`,
      findings: [],
    })
  })

  test.each([
    ['200', 301, 'status 301'],
    ['200-299', 503, 'status 503'],
    ['200', undefined, 'connection refused'],
  ])('the matcher %s does not take %s', (matcher, status, measured) => {
    const outcome = outcomeOf(targetGroupGetsItsMatcher, given(matcher), [0, started()], [9, got(status, 'target-group')])
    expect(outcome).toMatchObject({ outcome: 'fail', measured })
    expect(findingsOf(outcome)).toEqual(['error target-group-gets-its-matcher'])
  })

  test('the last answer counts: a first one may come too early', () => {
    expect(
      outcomeOf(targetGroupGetsItsMatcher, given('200'), [0, started()], [9, got(503, 'target-group')], [509, got(200, 'target-group')])
        .outcome,
    ).toBe('pass')
  })

  test('a matcher that cannot be read is an error', () => {
    const outcome = outcomeOf(targetGroupGetsItsMatcher, given('ok'), [0, started()])
    expect(outcome.findings[0]?.message).toContain('"ok"')
  })

  test('a task that was not ready is skipped, and one without a target group is not asked', () => {
    expect(outcomeOf(targetGroupGetsItsMatcher, given('200')).outcome).toBe('skip')
    expect(outcomesOf(targetGroupGetsItsMatcher, {}, [0, started()], [3000, settled])).toEqual([])
  })
})

describe('expected-requests-are-answered', () => {
  const given = { settings: { expect: { requests: [{ path: '/', status: 200, within: '1s' }] } } }

  test('the status in time passes', () => {
    expect(outcomeOf(expectedRequestsAreAnswered, given, [9, got(200)])).toMatchObject({
      outcome: 'pass',
      message: 'GET /: status 200 in 20 ms',
      limit: 'status 200 within 1 s',
    })
  })

  test.each([
    ['another status', got(500), 'GET /: status 500 in 20 ms; the settings expect status 200 within 1 s'],
    ['no answer', got(undefined), 'GET /: connection refused in 20 ms; the settings expect status 200 within 1 s'],
    ['the status too late', got(200, 'smoke', 1500), 'GET /: status 200 in 1.5 s; the settings expect status 200 within 1 s'],
  ])('%s fails', (_, request, message) => {
    const outcome = outcomeOf(expectedRequestsAreAnswered, given, [9, request])
    expect(outcome).toMatchObject({ outcome: 'fail', findings: [{ severity: 'error', message }] })
  })

  test('a request that was not made is skipped', () => {
    expect(outcomeOf(expectedRequestsAreAnswered, given)).toMatchObject({ outcome: 'skip', findings: [] })
  })
})
