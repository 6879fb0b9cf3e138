import { describe, expect, test } from 'vitest'
import { grpcCodes, matchesStatus, parseMatcher } from '../../harness/health/matcher.ts'

test.each([
  ['200', [200], [201, 301]],
  ['200,202', [200, 202], [201]],
  ['200-299', [200, 250, 299], [301, 404]],
  ['200-204, 302', [200, 204, 302], [205, 301]],
])('the matcher "%s" takes what it names and nothing else', (text, taken, refused) => {
  const matcher = parseMatcher(text)
  if (matcher.kind !== 'codes') throw new Error(matcher.message)
  expect(taken.every((status) => matchesStatus(matcher.ranges, status))).toBe(true)
  expect(refused.some((status) => matchesStatus(matcher.ranges, status))).toBe(false)
})

describe('a matcher that no load balancer reads is refused with the reason', () => {
  test.each([
    ['20x', 'the matcher "20x" cannot be read: "20x" is neither a code like 200 nor a range like 200-299'],
    ['', 'the matcher "" cannot be read: "" is neither a code like 200 nor a range like 200-299'],
    ['200,', 'the matcher "200," cannot be read: "" is neither a code like 200 nor a range like 200-299'],
    ['299-200', 'the matcher "299-200" cannot be read: the range "299-200" runs backwards'],
    ['200-599', 'the matcher "200-599" cannot be read: "200-599" is not within 200 to 499'],
    ['199', 'the matcher "199" cannot be read: "199" is not within 200 to 499'],
  ])('"%s"', (text, message) => {
    expect(parseMatcher(text)).toEqual({ kind: 'refused', message })
  })
})

test('gRPC has codes of its own', () => {
  expect(parseMatcher('12', grpcCodes)).toEqual({ kind: 'codes', ranges: [{ from: 12, to: 12 }] })
  expect(parseMatcher('200', grpcCodes).kind).toBe('refused')
})
