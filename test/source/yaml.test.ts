import { expect, test } from 'vitest'
import { parseYamlSource } from '../../harness/source/yaml.ts'

const text = `family: web
containerDefinitions:
  - name: app
    environment: &shared
      - { name: A, value: "1" }
  - name: side
    environment: *shared
`

test('every value has its place, also behind an alias', async () => {
  const source = await parseYamlSource('a.yaml', text)
  expect(source.problems).toEqual([])
  expect(source.place(['family'])).toEqual({ line: 1, column: 9 })
  expect(source.place(['family'], 'key')).toEqual({ line: 1, column: 1 })
  expect(source.place(['containerDefinitions', 1, 'name'])).toEqual({ line: 6, column: 11 })
  expect(source.place(['containerDefinitions', 1, 'environment', 0, 'value'])).toEqual({ line: 5, column: 27 })
  expect(source.place(['containerDefinitions', 7])).toEqual({ line: 3, column: 3 })
})

test('values are what YAML 1.2 says, and merge keys are merged', async () => {
  const { value } = await parseYamlSource('a.yaml', 'base: &base { a: yes, b: 010 }\none:\n  <<: *base\n  c: null\n')
  expect(value).toEqual({ base: { a: 'yes', b: 10 }, one: { a: 'yes', b: 10, c: null } })
})

test.each([
  ['a key that stands twice', 'a: 1\na: 2\n', 'duplicate-key', 2],
  ['a tab for indentation', 'a:\n\tb: 1\n', 'syntax', 2],
  ['an unclosed list', 'a: [1, 2\n', 'syntax', 2],
  ['an alias without anchor', 'a: *nope\n', 'syntax', 1],
])('%s is a problem at its line', async (_what, written, kind, line) => {
  const { problems } = await parseYamlSource('a.yaml', written)
  expect(problems.map((problem) => [problem.kind, problem.place.line])).toContainEqual([kind, line])
})

test('aliases that multiply are refused, not expanded', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) => `l${index + 1}: &l${index + 1} [${Array.from({ length: 10 }, () => `*l${index}`).join(', ')}]`,
  )
  const { value, problems } = await parseYamlSource('a.yaml', ['l0: &l0 x', ...levels].join('\n'))
  expect(value).toBeUndefined()
  expect(problems.map((problem) => problem.kind)).toEqual(['syntax'])
})

test.each([
  ['brackets', '['.repeat(100_000)],
  ['dashes', '- '.repeat(100_000)],
  ['question marks', '? '.repeat(100_000)],
  ['an anchor inside of itself', 'a: &a [*a]\n'],
  ['indented keys', Array.from({ length: 900 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
])('%s that nest too deep end in a problem, not in a crash', async (_what, written) => {
  const { problems } = await parseYamlSource('a.yaml', written)
  expect(problems.map((problem) => problem.kind)).toEqual(['too-deep'])
})

test('an empty file is read as nothing', async () => {
  const { value, problems } = await parseYamlSource('a.yaml', '# only a comment\n')
  expect([value, problems]).toEqual([null, []])
})
