import { AwsError } from './aws-error.ts'

/** A request's body: an object whose fields are read with the functions below. */
export type AwsInput = Readonly<Record<string, unknown>>

/** A field of the wrong kind is refused as AWS's own deserialiser refuses it: without a word on which one. */
export const serializationError = () => new AwsError('SerializationException', '')

export function textOf(input: AwsInput, field: string): string | undefined {
  return fieldOf(input, field, (value): value is string => typeof value === 'string')
}

export function flagOf(input: AwsInput, field: string): boolean {
  return fieldOf(input, field, (value): value is boolean => typeof value === 'boolean') ?? false
}

export function textsOf(input: AwsInput, field: string): readonly string[] | undefined {
  return fieldOf(
    input,
    field,
    (value): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  )
}

export function objectsOf(input: AwsInput, field: string): readonly AwsInput[] | undefined {
  return fieldOf(
    input,
    field,
    (value): value is readonly AwsInput[] => Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null),
  )
}

export function requiredText(input: AwsInput, field: string): string {
  const value = textOf(input, field)
  if (value === undefined) throw constraintError('null', field, 'Member must not be null')
  return value
}

/** Items of a list, at most as many as a request may ask for at once, and the token for the rest. */
export function pageOf<Item>(
  items: readonly Item[],
  input: AwsInput,
  most: number,
  invalidToken: () => AwsError,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const size = fieldOf(input, 'MaxResults', (value): value is number => Number.isInteger(value)) ?? most
  if (size < 1) throw constraintError(String(size), 'MaxResults', 'Member must have value greater than or equal to 1')
  if (size > most) throw constraintError(String(size), 'MaxResults', `Member must have value less than or equal to ${most}`)
  const token = textOf(input, 'NextToken')
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('latin1'))
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw invalidToken()
  const end = start + size
  return {
    items: items.slice(start, end),
    next: end < items.length ? { NextToken: Buffer.from(String(end), 'latin1').toString('base64') } : {},
  }
}

export function constraintError(value: string, field: string, constraint: string): AwsError {
  const shown = value === 'null' ? value : `'${value}'`
  const name = field.charAt(0).toLowerCase() + field.slice(1)
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${constraint}`,
  )
}

/** Seconds since 1970, as AWS JSON writes times. */
export function seconds(time: string | undefined, otherwise: Date): number {
  return (time === undefined ? otherwise : new Date(time)).getTime() / 1000
}

function fieldOf<Value>(input: AwsInput, field: string, fits: (value: unknown) => value is Value): Value | undefined {
  const value = input[field]
  if (value === undefined || value === null) return undefined
  if (!fits(value)) throw serializationError()
  return value
}
