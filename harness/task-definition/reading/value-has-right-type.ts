import type { Path } from '../../source/source.ts'
import { type Complaint, complaint, shown, written } from './reading.ts'

/** A value of the wrong kind: it reads as absent, and the rest is judged without it. */
export const valueHasRightType = {
  id: 'value-has-right-type',
  severity: 'error',
  about:
    'Every field of RegisterTaskDefinition has one type. The AWS CLI refuses another one before ECS sees it. The value is left out here, and the rest of the definition is judged without it.',
  find(raw: unknown, wanted: string, path: Path): Complaint {
    const remedy =
      typeof raw === 'string' && /^an? (?:list|object)/.test(wanted) ? `write ${wanted} in place of the string` : `write ${wanted}`
    const ecs = `Parameter validation failed:\nInvalid type for parameter ${written(path)}, value: ${pythonText(raw)}, type: ${pythonType(raw)}, valid types: ${wantedTypes(wanted)}`
    return complaint(valueHasRightType, `${written(path)} is ${shown(raw)}, where ECS takes ${wanted}`, { remedy, ecs })
  },
} as const

/** A value's type as the AWS CLI calls it. */
export function pythonType(raw: unknown): string {
  if (raw === null) return "<class 'NoneType'>"
  if (Array.isArray(raw)) return "<class 'list'>"
  if (typeof raw === 'number') return Number.isInteger(raw) ? "<class 'int'>" : "<class 'float'>"
  return `<class '${{ string: 'str', boolean: 'bool' }[typeof raw as string] ?? 'dict'}'>`
}

/** A value as the AWS CLI prints it. */
export function pythonText(raw: unknown): string {
  if (raw === null) return 'None'
  if (typeof raw === 'boolean') return raw ? 'True' : 'False'
  return typeof raw === 'string' ? raw : shown(raw)
}

function wantedTypes(wanted: string): string {
  if (wanted === 'an integer') return "<class 'int'>"
  if (wanted === 'true or false') return "<class 'bool'>"
  if (wanted === 'a list') return "<class 'list'>, <class 'tuple'>"
  return wanted === 'an object' ? "<class 'dict'>" : "<class 'str'>"
}
