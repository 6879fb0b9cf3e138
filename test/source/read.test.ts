import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSource } from '../../harness/source/read.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a name that ends in .yaml or .yml is YAML, anything else JSON', async () => {
  expect((await readSource('task.yml', bytes('a: 1'))).value).toEqual({ a: 1 })
  expect((await readSource('task.YAML', bytes('a: 1'))).value).toEqual({ a: 1 })
  expect((await readSource('task', bytes('{"a": 1}'))).value).toEqual({ a: 1 })
})

test('bytes that are not UTF-8 are told at their place, and the rest is read', async () => {
  const source = await readSource('a.json', new Uint8Array([...bytes('{\n"a": "'), 0xff, ...bytes('"}')]))
  expect(source.problems).toEqual([{ kind: 'invalid-utf-8', message: 'it holds bytes that are not UTF-8', place: { line: 2, column: 7 } }])
  expect(source.value).toEqual({ a: '\uFFFD' })
})

test('a replacement character that is really written is no problem', async () => {
  expect((await readSource('a.json', bytes('{"a": "\uFFFD"}'))).problems).toEqual([])
})

test('UTF-16 is called by its name', async () => {
  const source = await readSource('a.json', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]))
  expect(source.problems[0]?.message).toBe('it is UTF-16, not UTF-8')
})

test('a hundred megabytes are refused before they are decoded', async () => {
  const begun = performance.now()
  const source = await readSource('a.json', new Uint8Array(100 * 1024 * 1024))
  expect(source.problems.map((problem) => problem.kind)).toEqual(['too-large'])
  expect(performance.now() - begun).toBeLessThan(500)
})

test('whatever the bytes are, reading ends in a source', async () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map(bytes),
    fc.json().map(bytes),
  )
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom('a.json', 'a.yaml'), async (content, file) => {
      const source = await readSource(file, content)
      expect(source.value !== undefined || source.problems.length > 0).toBe(true)
      expect(source.place(['a', 0])?.line ?? 1).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})
