import { expect, test } from 'vitest'
import { essentialContainerStaysUp as check } from '../../harness/checks/essential-container-stays-up.ts'
import { asked, ended, exited, settled, started } from '../timeline/given.ts'
import { outcomeOf, outcomesOf } from './given.ts'

test('a container that runs until it is stopped stays up', () => {
  const outcome = outcomeOf(check, {}, [500, started()], [4000, settled], [4000, asked()], [4100, ended(0)])
  expect(outcome).toMatchObject({ outcome: 'pass', message: 'api stayed up', measured: '3.5 s' })
})

test.each([0, 1])('a container that ends by itself with exit code %i does not', (exitCode) => {
  const outcome = outcomeOf(check, {}, [500, started()], [900, ended(exitCode)], [900, exited])
  expect(outcome).toMatchObject({ outcome: 'fail', message: `api ended by itself with exit code ${exitCode} after 400 ms` })
})

test('what is removed after the decision has not ended by itself', () => {
  const outcome = outcomesOf(
    check,
    { containers: [{}, { name: 'log' }] },
    [1, started()],
    [2, started('log')],
    [900, ended(1)],
    [900, exited],
    [950, ended(137, 'log')],
  )
  expect(outcome.map((one) => one.outcome)).toEqual(['fail', 'pass'])
})

test('the end of a container that is not essential is nobody else’s', () => {
  expect(outcomesOf(check, { containers: [{ essential: false }] }, [1, started()], [2, ended(1)])).toEqual([])
})

const oneShot = { settings: { expect: { exit: 0 } } }

test('a one-shot task that ends with its exit code passes', () => {
  expect(outcomeOf(check, oneShot, [0, started()], [900, ended(0)], [900, exited])).toMatchObject({
    outcome: 'pass',
    message: 'api ended with exit code 0, as expected',
  })
})

test('a one-shot task that ends with another exit code fails', () => {
  expect(outcomeOf(check, oneShot, [0, started()], [900, ended(2)], [900, exited])).toMatchObject({
    outcome: 'fail',
    message: 'api ended with exit code 2 (expected 0)',
  })
})

test('a one-shot task that does not end fails with a finding', () => {
  const outcome = outcomeOf(check, oneShot, [0, started()], [900, { type: 'decided', why: 'gave-up', limitMs: 900 }])
  expect(outcome).toMatchObject({
    outcome: 'fail',
    message: 'api was still running',
    findings: [{ severity: 'error', message: '"api" did not end; the settings expect exit code 0' }],
  })
})

test('the essential container beside a one-shot one need not end by itself', () => {
  const given = { ...oneShot, containers: [{}, { name: 'log' }] }
  expect(outcomeOf(check, given, [0, started()], [0, started('log')], [900, ended(0)], [900, exited])).toMatchObject({
    outcome: 'pass',
    container: 'api',
  })
})
