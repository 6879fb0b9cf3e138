import { describe, expect, test } from 'vitest'
import { parseJsonSource } from '../../harness/source/json.ts'
import type { Path } from '../../harness/source/source.ts'

const kinds = (text: string): readonly string[] => parseJsonSource('a.json', text).problems.map((problem) => problem.kind)
const place = (text: string, path: Path, part?: 'key' | 'value'): string => {
  const found = parseJsonSource('a.json', text).place(path, part)
  return `${found?.line}:${found?.column}`
}

describe('places', () => {
  const text = '{\r\n\t"a": { "b": [1, "x"] },\r\n\t"c": null\r\n}'

  test.each<[Path, string]>([
    [[], '1:1'],
    [['a'], '2:7'],
    [['a', 'b', 1], '2:18'],
    [['c'], '3:7'],
  ])('the value at %j stands at %s, with tabs and CRLF', (path, expected) => expect(place(text, path)).toBe(expected))

  test('a name has a place of its own', () => expect(place(text, ['c'], 'key')).toBe('3:2'))

  test('the nearest parent answers for a value that is not there', () => {
    expect(place(text, ['a', 'nope', 3])).toBe('2:7')
    expect(place(text, ['nope'])).toBe('1:1')
  })

  test('of two members with one name the last one answers, and counts', () => {
    const twice = '{\n"a": 1,\n"a": 2\n}'
    expect(place(twice, ['a'])).toBe('3:6')
    expect(parseJsonSource('a.json', twice).value).toEqual({ a: 2 })
  })

  test('columns count UTF-16 units, as editors do', () => expect(place('{"😀": 1, "b": 2}', ['b'])).toBe('1:16'))

  test('a byte order mark takes no column', () => expect(place('\uFEFF{"a": 1}', ['a'])).toBe('1:7'))

  test('a line break inside a string does not shift the lines below', () => expect(place('{"a": "x\ny",\n"b": 1}', ['b'])).toBe('3:6'))
})

describe('problems', () => {
  test.each<[string, string, readonly string[]]>([
    ['plain JSON', '{"a": 1}', []],
    ['a line comment', '{ // why\n"a": 1}', ['comment']],
    ['a block comment', '{"a": /* why */ 1}', ['comment']],
    ['two trailing commas', '{"a": [1,],}', ['trailing-comma', 'trailing-comma']],
    ['a line break in a string', '{"a": "x\ny"}', ['control-character']],
    ['a key that stands twice', '{"a": 1, "a": 2}', ['duplicate-key']],
    ['a key that stands twice deep inside, spelled differently', '[{"b": {"a": 1, "\\u0061": 2}}]', ['duplicate-key']],
    ['a byte order mark', '\uFEFF{}', ['byte-order-mark']],
    ['slashes inside a string', '{"a": "https://x"}', []],
  ])('%s: the file is read', (_what, text, expected) => {
    expect(kinds(text)).toEqual(expected)
    expect(parseJsonSource('a.json', text).value).toBeDefined()
  })

  test.each<[string, string, string]>([
    ['nothing', '', '1:1 it is empty'],
    ['white space', ' \n ', '1:1 it is empty'],
    ['an open brace', '{\n  "a": {\n', '2:8 this "{" is never closed'],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', '3:3 a comma is missing before "b"'],
    ['a missing value', '{"a":}', '1:6 "}" is not expected here'],
    ['single quotes', "{'a': 1}", '1:2 strings stand in double quotes, not in single ones'],
    ['one brace too many', '{"a": 1}}', '1:9 "}" is not expected here'],
    ['a template outside of a string', '{"a": {{ must_env `A` }}}', '1:8 "{" is not expected here'],
    ['a word', 'hello', '1:1 "hello" is not expected here'],
  ])('%s: nothing is read, and the place is told', (_what, text, expected) => {
    const source = parseJsonSource('a.json', text)
    expect(source.value).toBeUndefined()
    expect(source.problems.map((problem) => `${problem.place.line}:${problem.place.column} ${problem.message}`)).toEqual([expected])
  })
})

describe('bounds', () => {
  test('64 levels are read, 65 are not', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(kinds(nested(64))).toEqual([])
    expect(kinds(nested(65))).toEqual(['too-deep'])
  })

  test('brackets inside strings do not count as levels', () => expect(kinds(`{"a": "${'['.repeat(500)}"}`)).toEqual([]))

  test('half a million open brackets are refused at once', () => {
    const begun = performance.now()
    expect(kinds('['.repeat(500_000))).toEqual(['too-deep'])
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  test('more than a mebibyte is not read', () => {
    expect(kinds(JSON.stringify('x'.repeat(1024 * 1024)))).toEqual(['too-large'])
    expect(kinds(JSON.stringify('é'.repeat(1024 * 512)))).toEqual(['too-large'])
    expect(kinds(JSON.stringify('x'.repeat(1024 * 1024 - 2)))).toEqual([])
  })

  test('names such as __proto__ are names like any other', () => {
    const { value } = parseJsonSource('a.json', '{"__proto__": {"x": 1}, "a": 1,}')
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a'])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
