import type { Sensitive } from '../sensitive/sensitive.ts'
import type { Complain } from './local-complaints.ts'
import { type Fault, faults } from './local-fault.ts'

const types = ['String', 'StringList', 'SecureString'] as const

/** A parameter of the local store. Without an ARN it is there in every region and account. */
export interface LocalParameter {
  readonly name: string
  readonly type: (typeof types)[number]
  readonly value: Sensitive
  readonly arn?: string
  readonly version: number
  readonly fault?: Fault
  /** RFC 3339. */
  readonly lastModifiedAt?: string
}

export function readParameter(name: string, entry: unknown, complain: Complain): readonly LocalParameter[] {
  const path = ['parameterStore', name]
  const fields = complain.object(entry, path, ['type', 'value', 'arn', 'version', 'fault', 'lastModifiedAt'])
  if (fields === undefined) return []
  const type = complain.oneOf(fields['type'], [...path, 'type'], types) ?? 'String'
  const value = complain.value(fields['value'], [...path, 'value'])
  const fault = complain.oneOf(fields['fault'], [...path, 'fault'], faults)
  const { arn, version, lastModifiedAt } = fields
  if (value === undefined) return []
  return [
    {
      name,
      type,
      value,
      version: typeof version === 'number' ? version : 1,
      ...(typeof arn === 'string' && { arn }),
      ...(fault !== undefined && { fault }),
      ...(typeof lastModifiedAt === 'string' && { lastModifiedAt }),
    },
  ]
}
