import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../harness/findings/finding.ts'
import { fixTaskDefinition } from '../../harness/rules/fix.ts'
import { applyRules } from '../../harness/rules/index.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import type { Path } from '../../harness/source/source.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/rules')
const texts = readdirSync(fixtures).map((id) => readFileSync(join(fixtures, id, 'refused.json'), 'utf8'))
const values: readonly unknown[] = texts.flatMap((text) => {
  const { value } = parseJsonSource('a.json', text)
  // The one that is large on purpose would only make this slow.
  return value === undefined || text.length > 20_000 ? [] : [value]
})

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom<unknown>(
    null,
    '',
    [],
    {},
    0,
    -1,
    1e21,
    0.5,
    true,
    'arn:aws:',
    ':::::::',
    '${X}',
    '__proto__',
    '9'.repeat(40),
    [null],
    [[]],
    { '': '' },
  ),
)

/** The same damage in every run, so that a failure can be looked at; another number looks elsewhere. */
const seed = Number(process.env['MUTATION_SEED'] ?? 20_261_123)

/** How one value of a definition is changed. */
type Mutation =
  | { readonly kind: 'replace'; readonly by: unknown }
  | { readonly kind: 'drop' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'rename'; readonly to: string }

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: strange.map((by) => ({ kind: 'replace' as const, by })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'drop' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'repeat' as const }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map((to) => ({ kind: 'rename' as const, to })) },
)

test('twenty thousand damaged definitions: always a report that names places in the file, never a throw', () => {
  let mutations = 0
  const changes = fc.array(fc.tuple(fc.nat(), mutation), { minLength: 1, maxLength: 16, size: 'max' })
  fc.assert(
    fc.property(fc.nat(values.length - 1), changes, (index, wanted) => {
      let value = values[index]
      for (const [where, change] of wanted) value = mutate(value, where, change)
      mutations += wanted.length
      const text = JSON.stringify(value, null, 1)
      expect(lint(text).filter((finding) => !isWellFormed(finding, text))).toEqual([])
    }),
    { numRuns: 3000, seed },
  )
  expect(mutations).toBeGreaterThan(20_000)
}, 60_000)

test('texts that are cut or have a character changed: a report each', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...texts.filter((text) => text.length < 3000)),
      fc.nat(),
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.boolean(),
      (text, where, by, cut) => {
        const at = where % (text.length + 1)
        const damaged = cut ? text.slice(0, at) : text.slice(0, at) + by + text.slice(at + 1)
        expect(lint(damaged).filter((finding) => !isWellFormed(finding, damaged))).toEqual([])
      },
    ),
    { numRuns: 1000, seed },
  )
})

test('safe remedies leave a definition that can be read, and come to an end: after three rounds nothing is left to fix', () => {
  fc.assert(
    fc.property(fc.nat(values.length - 1), fc.array(fc.tuple(fc.nat(), mutation), { maxLength: 3 }), (index, wanted) => {
      let value = values[index]
      for (const [where, change] of wanted) value = mutate(value, where, change)
      let text = JSON.stringify(value, null, 2)
      // A value of the right kind, in the right spelling, of the right form: each can show only when the one before it is right.
      for (let round = 0; round < 3; round++) text = fix(text).text
      expect(fix(text).fixed.map((finding) => finding.id)).toEqual([])
    }),
    { numRuns: 1000, seed },
  )
})

function fix(text: string): { readonly text: string; readonly fixed: readonly Finding[] } {
  const { definition, findings } = parseTaskDefinition(parseJsonSource('a.json', text))
  return definition === undefined ? { text, fixed: [] } : fixTaskDefinition(definition, [...findings, ...applyRules(definition)])
}

function lint(text: string): readonly Finding[] {
  const { definition, findings } = parseTaskDefinition(parseJsonSource('a.json', text))
  return [...findings, ...(definition === undefined ? [] : applyRules(definition))]
}

/** Can it be shown as it is: with words, and a place in the file? */
function isWellFormed({ id, message, line = 0, column = 0, file }: Finding, text: string): boolean {
  const worded = /^[a-z0-9-]+$/.test(id) && message !== '' && !/undefined|NaN|\[object/.test(message)
  return worded && file === 'a.json' && line >= 1 && column >= 1 && line <= text.split(/\r\n|\n|\r/).length
}

function mutate(value: unknown, where: number, change: Mutation): unknown {
  const paths = [...pathsOf(value)]
  const path = paths[where % paths.length]
  return path === undefined ? value : changed(value, path, change)
}

function* pathsOf(value: unknown, path: Path = []): Iterable<Path> {
  if (path.length > 0) yield path
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* pathsOf(item, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* pathsOf(item, [...path, key])
}

function changed(value: unknown, [step, ...rest]: Path, change: Mutation): unknown {
  if (Array.isArray(value)) {
    if (rest.length > 0) return value.map((item: unknown, index) => (index === step ? changed(item, rest, change) : item))
    if (change.kind === 'drop') return value.filter((_, index) => index !== step)
    if (change.kind === 'repeat') return [...value, value[Number(step)]]
    return value.map((item: unknown, index) => (index === step && change.kind === 'replace' ? change.by : item))
  }
  const entries = Object.entries(value as object).flatMap(([key, item]: [string, unknown]): [string, unknown][] => {
    if (key !== step) return [[key, item]]
    if (rest.length > 0) return [[key, changed(item, rest, change)]]
    if (change.kind === 'drop') return []
    if (change.kind === 'rename') return [[change.to, item]]
    return [[key, change.kind === 'replace' ? change.by : item]]
  })
  return Object.fromEntries(entries)
}
