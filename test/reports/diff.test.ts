import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedDiff } from '../../harness/reports/diff.ts'

test('a diff shows what changed with three lines around it', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`)
  const after = before.with(4, 'new 5').toSpliced(15, 1)
  expect(unifiedDiff('task.json', before.join('\n'), after.join('\n'))).toBe(
    [
      '--- task.json',
      '+++ task.json',
      '@@ -2,7 +2,7 @@',
      ' line 2',
      ' line 3',
      ' line 4',
      '-line 5',
      '+new 5',
      ' line 6',
      ' line 7',
      ' line 8',
      '@@ -13,7 +13,6 @@',
      ' line 13',
      ' line 14',
      ' line 15',
      '-line 16',
      ' line 17',
      ' line 18',
      ' line 19',
      '',
    ].join('\n'),
  )
})

test('nothing changed is no diff', () => expect(unifiedDiff('a', 'x', 'x')).toBe(''))

test('whatever changed, taking the minus lines away and the plus lines in gives the new text', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patched = patch(before, unifiedDiff('f', before.join('\n'), after.join('\n')))
      expect(patched.join('\n')).toBe(after.join('\n'))
    }),
    { numRuns: 500 },
  )
})

function patch(before: readonly string[], diff: string): readonly string[] {
  const result: string[] = []
  const removed: [string, string][] = []
  let at = 0
  for (const line of diff.split('\n').slice(2, -1)) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line)
    const start = Number(hunk?.[1]) - (hunk?.[2] === '0' ? 0 : 1)
    if (hunk !== null) while (at < start) result.push(before[at++] ?? '')
    else if (line.startsWith('-')) removed.push([before[at++] ?? '', line.slice(1)])
    else if (line.startsWith('+')) result.push(line.slice(1))
    else result.push(before[at++] ?? '')
  }
  expect(removed.map(([was]) => was)).toEqual(removed.map(([, said]) => said))
  return [...result, ...before.slice(at)]
}
