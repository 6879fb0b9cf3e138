import type { Path } from '../../source/source.ts'
import { knownValue } from './known-value.ts'
import { numberIsNotAString } from './number-is-not-a-string.ts'
import type { Reading } from './reading.ts'
import { stringIsNotANumber } from './string-is-not-a-number.ts'
import { placeholderIn, type TemplateStyle, templateIsRendered } from './template-is-rendered.ts'
import { valueHasRightType } from './value-has-right-type.ts'
import type { Field, Support } from './field.ts'

interface TextOptions {
  readonly required?: boolean
  /** What a missing value reads as. */
  readonly absent?: string
  readonly oneOf?: readonly string[]
  /** Which characters are a forgotten placeholder here; see `template-is-rendered`. */
  readonly style?: TemplateStyle
  /** An empty string is a value of its own here; elsewhere it is the same as nothing. */
  readonly keepEmpty?: boolean
}

export function text(support: Support, note: string, options: TextOptions = {}): Field<string> {
  const { required = false, absent, oneOf, style = 'reference', keepEmpty = false } = options
  return {
    type: oneOf === undefined ? 'string' : oneOf.join(' | '),
    support,
    note,
    required,
    absent,
    blank: '',
    read(raw, path, reading) {
      const value = textOf(raw, path, reading)
      if (value === undefined || (value === '' && !keepEmpty)) return undefined
      if (isPlaceholder(value, style, path, reading)) return undefined
      if (oneOf === undefined || oneOf.includes(value)) return value
      reading.reject(path, knownValue.find(value, oneOf))
      return undefined
    },
  }
}

interface NumberOptions {
  readonly required?: boolean
  readonly absent?: number
}

export function integer(support: Support, note: string, options: NumberOptions = {}): Field<number> {
  return {
    type: 'integer',
    support,
    note,
    required: options.required ?? false,
    absent: options.absent,
    blank: 0,
    read(raw, path, reading) {
      if (raw === '') return undefined
      if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw
      if (typeof raw === 'string') {
        if (/^\s*-?\d{1,15}\s*$/.test(raw)) {
          reading.tell(path, numberIsNotAString.find(raw))
          return Number(raw)
        }
        if (isPlaceholder(raw, 'reference', path, reading)) return undefined
      }
      reading.reject(path, valueHasRightType.find(raw, 'an integer', path))
      return undefined
    },
  }
}

export function flag(
  support: Support,
  note: string,
  options: { readonly required?: boolean; readonly absent?: boolean } = {},
): Field<boolean> {
  return {
    type: 'boolean',
    support,
    note,
    required: options.required ?? false,
    absent: options.absent,
    blank: false,
    read(raw, path, reading) {
      if (raw === '') return undefined
      if (typeof raw === 'boolean') return raw
      if (typeof raw === 'string') {
        if (/^(?:true|false)$/i.test(raw)) {
          reading.tell(path, numberIsNotAString.find(raw))
          return raw.toLowerCase() === 'true'
        }
        if (isPlaceholder(raw, 'reference', path, reading)) return undefined
      }
      reading.reject(path, valueHasRightType.find(raw, 'true or false', path))
      return undefined
    },
  }
}

/** A string; a bare number or boolean is read as its text, and told. */
export function textOf(raw: unknown, path: Path, reading: Reading): string | undefined {
  if (typeof raw === 'string') return raw
  if (typeof raw === 'number' || typeof raw === 'boolean') {
    reading.tell(path, stringIsNotANumber.find(raw, path))
    return String(raw)
  }
  reading.reject(path, valueHasRightType.find(raw, 'a string', path))
  return undefined
}

export function isPlaceholder(value: string, style: TemplateStyle, path: Path, reading: Reading): boolean {
  const placeholder = placeholderIn(value, style)
  if (placeholder === undefined) return false
  reading.reject(path, templateIsRendered.find(placeholder, path))
  return true
}
