import { expect, test } from 'vitest'
import type { Finding } from '../../harness/findings/finding.ts'
import { applyIgnores } from '../../harness/findings/ignores.ts'

const finding = (id: string, container?: string): Finding => ({
  id,
  severity: 'warning',
  confidence: 'certain',
  message: id,
  ...(container === undefined ? {} : { container }),
})
const today = '2026-11-23'

test('an ignored finding stays in the report, with the reason and the day', () => {
  const [ignored, other] = applyIgnores(
    [finding('read-only-root'), finding('image-tag-is-fixed')],
    [{ id: 'read-only-root', reason: 'the cache is on disk', until: '2027-01-31' }],
    today,
  )
  expect(ignored).toMatchObject({ id: 'read-only-root', ignored: { reason: 'the cache is on disk', until: '2027-01-31' } })
  expect(other).not.toHaveProperty('ignored')
})

test('the last day counts still, the day after no more', () => {
  const ignores = [{ id: 'read-only-root', reason: 'soon', until: today }]
  expect(applyIgnores([finding('read-only-root')], ignores, today)).toHaveLength(1)
  const [again, complaint] = applyIgnores([finding('read-only-root')], ignores, '2026-11-24')
  expect(again).not.toHaveProperty('ignored')
  expect(complaint).toMatchObject({ id: 'ignore-has-not-expired', severity: 'warning', path: ['ignore', 0, 'until'] })
})

test('an entry that matches nothing is a finding', () => {
  expect(
    applyIgnores(
      [finding('a')],
      [
        { id: 'a', reason: 'x' },
        { id: 'b', reason: 'y' },
      ],
      today,
    )[1],
  ).toMatchObject({ id: 'ignore-matches-something', path: ['ignore', 1, 'id'] })
})

test('an entry for one container leaves the others alone', () => {
  const found = applyIgnores([finding('a', 'app'), finding('a', 'side')], [{ id: 'a', container: 'side', reason: 'x' }], today)
  expect(found.map((one) => one.ignored !== undefined)).toEqual([false, true])
})
