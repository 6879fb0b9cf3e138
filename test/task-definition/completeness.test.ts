import { RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { fieldRows, fieldsTable } from '../../harness/task-definition/fields.ts'
import type { Field } from '../../harness/task-definition/reading/field.ts'
import { taskDefinitionFields } from '../../harness/task-definition/task-definition.ts'

/** A name, a rough kind, and whether AWS insists on it. */
type Row = readonly [path: string, kind: string, required: boolean]

/** What is missing there has a rule or a fallback of its own: the family may be given on the command line. */
const judgedByRules = new Set(['family'])

test('every field of RegisterTaskDefinition in the AWS SDK is in the model, of the same kind, and as required as there', () => {
  const known = ours(taskDefinitionFields, '').map(([path, kind, required]) => [path, kind, required || judgedByRules.has(path)])
  expect(known.toSorted(byPath)).toEqual([...theirs(RegisterTaskDefinitionRequest$, '')].toSorted(byPath))
})

test('the table of fields has a row for every field, and every row says how it is supported', () => {
  const rows = fieldRows()
  expect(rows.map((row) => row.field).toSorted()).toEqual(
    ours(taskDefinitionFields, '')
      .map(([path]) => path.replace(/^\./, ''))
      .toSorted(),
  )
  expect(rows.filter((row) => !['emulated', 'approximated', 'checked', 'ignored'].includes(row.support))).toEqual([])
  expect(fieldsTable(rows).split('\n')).toHaveLength(rows.length + 3)
})

test('a field that is not simply emulated says in a note what is made of it', () => {
  const silent = fieldRows().filter((row) => row.support === 'approximated' && row.note === '')
  expect(silent).toEqual([])
})

function ours(fields: Readonly<Record<string, Field<unknown>>>, prefix: string): readonly Row[] {
  return Object.entries(fields).flatMap(([name, field]): Row[] => {
    const path = `${prefix}${name}`
    const inside = field.type.startsWith('list of ') ? `${path}[].` : `${path}.`
    return [[path, kindOf(field), field.required], ...(field.children === undefined ? [] : ours(field.children, inside))]
  })
}

function kindOf(field: Field<unknown>): string {
  if (field.type.startsWith('list of ')) return 'list'
  if (field.type === 'map of string') return 'map'
  if (field.children !== undefined) return 'structure'
  if (field.type === 'integer') return 'number'
  return field.type === 'boolean' ? 'boolean' : 'string'
}

/** The SDK's own description: a structure is [3 or 4, namespace, name, traits, names, schemas, how many are required]. */
function* theirs(schema: unknown, prefix: string): Iterable<Row> {
  const [, , , , names, schemas, required = 0] = schema as readonly [
    number,
    string,
    string,
    unknown,
    readonly string[],
    readonly unknown[],
    number?,
  ]
  for (const [index, name] of names.entries()) {
    const member = resolve(schemas[index])
    const path = `${prefix}${name}`
    yield [path, kindOfSchema(member), index < required]
    if (isStructure(member)) yield* theirs(member, `${path}.`)
    const item = Array.isArray(member) && member[0] === 1 ? resolve(member[4]) : undefined
    if (isStructure(item)) yield* theirs(item, `${path}[].`)
  }
}

/** References are functions, and a member with traits is a pair. */
function resolve(schema: unknown): unknown {
  if (typeof schema === 'function') return resolve((schema as () => unknown)())
  if (Array.isArray(schema) && schema.length === 2 && typeof schema[1] !== 'string') return resolve(schema[0])
  return schema
}

function isStructure(schema: unknown): boolean {
  return Array.isArray(schema) && (schema[0] === 3 || schema[0] === 4)
}

function kindOfSchema(schema: unknown): string {
  if (Array.isArray(schema))
    return ({ 1: 'list', 2: 'map', 3: 'structure', 4: 'structure' } as Record<number, string>)[schema[0] as number] ?? 'unknown'
  const code = schema as number
  if (code >= 128) return 'map'
  if (code >= 64) return 'list'
  return ['string', 'number', 'boolean'][code] ?? 'unknown'
}

function byPath(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]).localeCompare(String(other[0]))
}
