import type { Path } from '../../source/source.ts'
import { noUnknownKeys } from './no-unknown-keys.ts'
import type { Reading } from './reading.ts'
import { requiredKeyIsPresent } from './required-key-is-present.ts'
import type { TemplateStyle } from './template-is-rendered.ts'
import { valueHasRightType } from './value-has-right-type.ts'
import type { Field, Fields, Support } from './field.ts'
import { isPlaceholder, textOf } from './scalars.ts'

/** A list that the model always has: absent reads as empty. */
export function list<Item>(item: Field<Item>, support: Support = item.support, note: string = item.note): Field<readonly Item[]> {
  return { ...listOf(item, support, note), absent: [] }
}

/** A list that may be absent; an empty one is the same to ECS. */
export function optionalList<Item>(item: Field<Item>, support: Support = item.support, note: string = item.note): Field<readonly Item[]> {
  const full = listOf(item, support, note)
  return {
    ...full,
    read(raw, path, reading) {
      const items = full.read(raw, path, reading)
      return items?.length === 0 ? undefined : items
    },
  }
}

function listOf<Item>(item: Field<Item>, support: Support, note: string): Field<readonly Item[]> {
  return {
    type: `list of ${item.type}`,
    support,
    note,
    required: false,
    absent: undefined,
    blank: [],
    ...(item.children === undefined ? {} : { children: item.children }),
    read(raw, path, reading) {
      if (raw === '') return undefined
      if (typeof raw === 'string' && isPlaceholder(raw, 'reference', path, reading)) return undefined
      if (Array.isArray(raw)) return raw.map((one: unknown, index) => item.read(one, [...path, index], reading) ?? item.blank)
      reading.reject(path, valueHasRightType.find(raw, 'a list', path))
      return undefined
    },
  }
}

/** Names with texts, as in `dockerLabels` and `options`. Absent reads as none. */
export function textMap(support: Support, note: string, style: TemplateStyle = 'free'): Field<Readonly<Record<string, string>>> {
  return {
    type: 'map of string',
    support,
    note,
    required: false,
    absent: {},
    blank: {},
    read(raw, path, reading) {
      if (raw === '') return undefined
      if (!isObject(raw)) {
        reading.reject(path, valueHasRightType.find(raw, 'an object', path))
        return undefined
      }
      const entries: [string, string][] = []
      for (const [name, value] of Object.entries(raw)) {
        const here = [...path, name]
        const read = value === null ? undefined : textOf(value, here, reading)
        if (read !== undefined && !isPlaceholder(read, style, here, reading)) entries.push([name, read])
      }
      return Object.fromEntries(entries)
    },
  }
}

/** A block of fields. `note` says what the block as a whole means to the tool. */
export function block<Model extends object>(
  type: string,
  fields: Fields<Model>,
  support: Support,
  note: string,
  required = false,
): Field<Model> {
  const children: Readonly<Record<string, Field<unknown>>> = fields
  return {
    type,
    support,
    note,
    required,
    absent: undefined,
    blank: build<Model>(fields, () => undefined),
    children,
    read(raw, path, reading) {
      if (raw === '') return undefined
      if (typeof raw === 'string' && isPlaceholder(raw, 'reference', path, reading)) return undefined
      if (!isObject(raw)) {
        reading.reject(path, valueHasRightType.find(raw, 'an object', path))
        return undefined
      }
      return readBlock<Model>(raw, fields, path, reading)
    },
  }
}

/** Reads the fields of an object that is known to be one. Keys that ECS has no name for are told. */
export function readBlock<Model extends object>(
  raw: Readonly<Record<string, unknown>>,
  fields: Fields<Model>,
  path: Path,
  reading: Reading,
  known: readonly string[] = [],
): Model {
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(fields, key) && !known.includes(key))
      reading.tell([...path, key], noUnknownKeys.find(key, Object.keys(fields), path), 'key')
  }
  return build<Model>(fields, (key, field) => {
    const value = Object.hasOwn(raw, key) ? raw[key] : undefined
    const here = [...path, key]
    if (value !== undefined && value !== null) return field.read(value, here, reading)
    if (field.required) reading.reject(here, requiredKeyIsPresent.find(key, path))
    return undefined
  })
}

function build<Model extends object>(fields: Fields<Model>, valueOf: (key: string, field: Field<unknown>) => unknown): Model {
  const model: Record<string, unknown> = {}
  for (const [key, field] of Object.entries<Field<unknown>>(fields)) {
    const value = valueOf(key, field) ?? field.absent
    if (value !== undefined) model[key] = value
  }
  // Sound because `Fields<Model>` has a field for every key, and each reads what its key holds.
  return model as Model
}

export function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}
