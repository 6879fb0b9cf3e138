import { describe, expect, test } from 'vitest'
import type { CheckOutcome } from '../../harness/findings/check-outcome.ts'
import type { Finding, Severity } from '../../harness/findings/finding.ts'
import { exitCodeOf, type Judged, overall, verdictOf } from '../../harness/verdict/exit-code.ts'

const finding = (severity: Severity, ignored = false): Finding => ({
  id: 'x',
  severity,
  confidence: 'certain',
  message: 'm',
  ...(ignored ? { ignored: { reason: 'known' } } : {}),
})
const failed = (...findings: readonly Finding[]): CheckOutcome => ({ id: 'x', outcome: 'fail', message: 'm', findings })

test.each<[string, Partial<Judged>, number]>([
  ['nothing found', {}, 0],
  ['a warning', { findings: [finding('warning')] }, 0],
  ['a warning with --strict', { findings: [finding('warning')], strict: true }, 1],
  ['a note with --strict', { findings: [finding('info')], strict: true }, 0],
  ['an error', { findings: [finding('error')] }, 1],
  ['an ignored error', { findings: [finding('error', true)] }, 0],
  ['an ignored warning with --strict', { findings: [finding('warning', true)], strict: true }, 0],
  ['trouble', { trouble: 'no engine' }, 2],
  ['trouble beside a warning', { trouble: 'no engine', findings: [finding('warning')] }, 2],
  ['trouble beside an error, which is certain', { trouble: 'no engine', findings: [finding('error')] }, 1],
  ['a failed check that no finding explains', { checks: [failed()] }, 1],
  ['a failed check whose only finding is a warning', { checks: [failed(finding('warning'))], findings: [finding('warning')] }, 0],
  ['a failed check whose finding is ignored', { checks: [failed(finding('error'))], findings: [finding('error', true)] }, 0],
  ['a failed check in a run that was given up', { checks: [failed()], trouble: 'given up' }, 2],
])('%s gets its exit code', (_, judged, exitCode) => {
  expect(exitCodeOf(verdictOf({ findings: [], checks: [], strict: false, ...judged }))).toBe(exitCode)
})

describe('over many definitions', () => {
  test('one that fails fails all, else one that cannot be told leaves all untold', () => {
    expect(overall(['pass', 'cannot-tell', 'fail'])).toBe('fail')
    expect(overall(['pass', 'cannot-tell'])).toBe('cannot-tell')
    expect(overall(['pass', 'pass'])).toBe('pass')
  })
})
