import { requiredText, textOf, textsOf, type AwsInput } from './aws-input.ts'
import { AwsError } from './aws-error.ts'
import type { StoredParameter } from './configuration.ts'

/** Whether a parameter passes all of a request's ParameterFilters (`Key`, `Option`, `Values`). */
export function parameterFilter(filters: readonly AwsInput[]): (parameter: StoredParameter) => boolean {
  const tests = filters.map((filter) => {
    const key = requiredText(filter, 'Key')
    const values = textsOf(filter, 'Values') ?? []
    if (key === 'Path') return pathTest(textOf(filter, 'Option') ?? 'OneLevel', values)
    const matches = matcher(textOf(filter, 'Option') ?? 'Equals')
    return (parameter: StoredParameter) => fieldsOf(parameter, key).some((field) => values.some((value) => matches(field, value)))
  })
  return (parameter) => tests.every((test) => test(parameter))
}

/** Whether a name lies below a path: directly, or at any depth. */
export function liesBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`
  const full = name.startsWith('/') ? name : `/${name}`
  return full.startsWith(prefix) && (recursive || !full.slice(prefix.length).includes('/'))
}

function pathTest(option: string, paths: readonly string[]): (parameter: StoredParameter) => boolean {
  if (option !== 'OneLevel' && option !== 'Recursive') throw invalidOption(option)
  return ({ name }) => paths.some((path) => liesBelow(name, path, option === 'Recursive'))
}

function matcher(option: string): (field: string, value: string) => boolean {
  switch (option) {
    case 'Equals':
      return (field, value) => field === value
    case 'BeginsWith':
      return (field, value) => field.startsWith(value)
    case 'Contains':
      return (field, value) => field.includes(value)
    default:
      throw invalidOption(option)
  }
}

function fieldsOf({ name, type, keyId }: StoredParameter, key: string): readonly string[] {
  switch (key) {
    case 'Name':
      // `/name` and `name` are the same parameter where there is no further level.
      return [name, name.startsWith('/') ? name.slice(1) : `/${name}`]
    case 'Type':
      return [type]
    case 'KeyId':
      return keyId === undefined ? [] : [keyId]
    case 'DataType':
      return ['text']
    case 'Tier':
      return ['Standard']
    default:
      if (key.startsWith('tag:') || key === 'Label') return []
      throw new AwsError(
        'InvalidFilterKey',
        'The following filter key is not valid: ' + key + '. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType].',
      )
  }
}

function invalidOption(option: string): AwsError {
  return new AwsError('InvalidFilterOption', `The following filter option is not valid: ${option}.`)
}
