import { describe, expect, test } from 'vitest'
import { codeFrame } from '../../harness/reports/code-frame.ts'

describe('a code frame', () => {
  test('shows the line with its number, and a caret below the place', () => {
    expect(codeFrame('{\n  "cpu": "1"\n}', 2, 10)).toBe('   2 |   "cpu": "1"\n     |          ^')
  })

  test('leaves deep indentation out', () => {
    expect(codeFrame(`${' '.repeat(40)}"cpu": 1`, 1, 41)).toBe('   1 |   "cpu": 1\n     |   ^')
  })

  test('cuts a long line around the place, and marks where', () => {
    const text = `"a": "${'x'.repeat(100)}", "b": "${'y'.repeat(100)}"`
    const [line = '', caret = ''] = codeFrame(text, 1, 110, 60).split('\n')
    expect(line).toHaveLength(60)
    expect(line).toMatch(/^ {3}1 \| …x+", "b": "y+…$/)
    expect(line[caret.indexOf('^')]).toBe('"')
    expect(line.slice(caret.indexOf('^'))).toMatch(/^"b"/)
  })

  test('puts the caret where an editor would, behind tabs and characters beyond the first plane', () => {
    expect(codeFrame('\t"😀": 1', 1, 8)).toBe('   1 |  "😀": 1\n     |       ^')
  })

  test('shows what would move a cursor as a mark', () => {
    expect(codeFrame('"\u001B[2J\u202E"', 1, 1)).toBe('   1 | "·[2J·"\n     | ^')
  })

  test('is empty for a line that is not there', () => expect(codeFrame('a\nb', 3, 1)).toBe(''))

  test('never is wider than it may be', () => {
    for (const width of [30, 60, 80]) {
      for (let column = 1; column <= 300; column += 7) {
        for (const line of codeFrame('abc '.repeat(75), 1, column, width).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
      }
    }
  })
})
