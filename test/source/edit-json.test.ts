import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editJson, unwrapJson } from '../../harness/source/edit-json.ts'

describe('editing keeps every other character', () => {
  test.each<[string, string, Parameters<typeof editJson>[1], string]>([
    ['a value', '{ "a" : 1,\t"b":2 }', [{ kind: 'replace', path: ['a'], value: '1' }], '{ "a" : "1",\t"b":2 }'],
    ['the first member', '{\n  "a": 1,\n  "b": 2\n}', [{ kind: 'remove', path: ['a'] }], '{\n  "b": 2\n}'],
    ['the last member', '{\n  "a": 1,\n  "b": 2\n}', [{ kind: 'remove', path: ['b'] }], '{\n  "a": 1\n}'],
    ['the only member', '{ "x": {\n  "a": 1\n} }', [{ kind: 'remove', path: ['x', 'a'] }], '{ "x": {} }'],
    [
      'neighbours at the end',
      '[1, 2, 3]',
      [
        { kind: 'remove', path: [1] },
        { kind: 'remove', path: [2] },
      ],
      '[1]',
    ],
    [
      'every second one',
      '[1, 2, 3, 4]',
      [
        { kind: 'remove', path: [0] },
        { kind: 'remove', path: [2] },
      ],
      '[2, 4]',
    ],
    ['both members with one name', '{"a": 1, "b": 2, "a": 3}', [{ kind: 'remove', path: ['a'] }], '{"b": 2}'],
    [
      'a change inside of what goes',
      '{"a": {"b": 1}, "c": 2}',
      [
        { kind: 'replace', path: ['a', 'b'], value: 2 },
        { kind: 'remove', path: ['a'] },
      ],
      '{"c": 2}',
    ],
    [
      'a path that is not there',
      '{"a": 1}',
      [
        { kind: 'remove', path: ['x', 'y'] },
        { kind: 'replace', path: ['z'], value: 1 },
      ],
      '{"a": 1}',
    ],
    [
      'a list on one line',
      '{"c": [ "CMD", "x" ]}',
      [{ kind: 'replace', path: ['c'], value: ['CMD-SHELL', 'x y'] }],
      '{"c": [ "CMD-SHELL", "x y" ]}',
    ],
    [
      'a list with an item a line',
      '{"c": [\r\n\t"x"\r\n]}',
      [{ kind: 'replace', path: ['c'], value: ['CMD', 'x'] }],
      '{"c": [\r\n\t"CMD",\r\n\t"x"\r\n]}',
    ],
    [
      'beside a byte order mark and comments',
      '\uFEFF{ // why\n"a": 1 }',
      [{ kind: 'replace', path: ['a'], value: 2 }],
      '\uFEFF{ // why\n"a": 2 }',
    ],
  ])('%s', (_what, text, edits, expected) => expect(editJson(text, edits)).toBe(expected))

  test('whatever members are removed, the rest is the same JSON', () => {
    const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 6 })
    fc.assert(
      fc.property(object, fc.integer({ min: 0, max: 4 }), fc.infiniteStream(fc.boolean()), (value, indent, coin) => {
        const gone = Object.keys(value).filter(() => coin.next().value)
        const edited = editJson(
          JSON.stringify(value, null, indent),
          gone.map((key) => ({ kind: 'remove', path: [key] })),
        )
        const expected = Object.fromEntries(Object.entries(value).filter(([key]) => !gone.includes(key)))
        expect(JSON.parse(edited)).toEqual(JSON.parse(JSON.stringify(expected)))
      }),
      { numRuns: 500 },
    )
  })
})

test('what is unwrapped stands one level further to the left, with what stood beside it', () => {
  const text =
    '{\n    "taskDefinition": {\n        "family": "web",\n        "volumes": [\n            1\n        ]\n    },\n    "tags": [ 2 ]\n}\n'
  expect(unwrapJson(text, 'taskDefinition', ['tags'])).toBe(
    '{\n    "family": "web",\n    "volumes": [\n        1\n    ],\n    "tags": [ 2 ]\n}\n',
  )
  expect(unwrapJson('{"taskDefinition":{"family":"web"},"tags":[]}', 'taskDefinition', [])).toBe('{"family":"web"}')
})
