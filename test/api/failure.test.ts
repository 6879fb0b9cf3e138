import { expect, test } from 'vitest'
import { describeFailure } from '../../api/src/failure.ts'

test.each([
  ['an Error by its message', new Error('refused'), 'refused'],
  ['an Error with its cause', new Error('fetch failed', { cause: new Error('no route') }), 'fetch failed: no route'],
  ['several at once', new AggregateError([new Error('a'), new Error('b')]), 'a; b'],
  ['an event of a WebSocket', { type: 'error', message: 'Unexpected server response: 503' }, 'Unexpected server response: 503'],
  ['an event that only carries an error', { message: '', error: new Error('unable to verify') }, 'unable to verify'],
  ['a plain text', 'lost', 'lost'],
  ['an Error without words', new TypeError(''), 'TypeError'],
  ['an object without a class', Object.create(null), 'unknown failure'],
])('%s is told in words', (_name, failure, words) => {
  expect(describeFailure(failure)).toBe(words)
})
