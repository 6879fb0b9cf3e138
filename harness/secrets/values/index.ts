import type { Finding } from '../../findings/finding.ts'
import type { Sensitive } from '../../sensitive/sensitive.ts'
import { base64Decodes } from './base64-decodes.ts'
import { connectionStringCanBeRead } from './connection-string-can-be-read.ts'
import { connectionStringHostIsReachable } from './connection-string-host-is-reachable.ts'
import { connectionStringPasswordIsEncoded } from './connection-string-password-is-encoded.ts'
import { privateKeyHasRealNewlines } from './private-key-has-real-newlines.ts'
import type { ValueFault } from './value-fault.ts'
import { valueHasNoQuotesAround } from './value-has-no-quotes-around.ts'
import { valueHasNoWhiteSpaceAround } from './value-has-no-white-space-around.ts'
import { valueIsNoJson } from './value-is-no-json.ts'
import { valueIsNoPlaceholder } from './value-is-no-placeholder.ts'
import { valueIsNotEmpty } from './value-is-not-empty.ts'

/** Everything that can be wrong with a value, one file each. */
export const valueFaults: readonly ValueFault[] = [
  valueIsNotEmpty,
  valueHasNoWhiteSpaceAround,
  valueHasNoQuotesAround,
  valueIsNoPlaceholder,
  valueIsNoJson,
  base64Decodes,
  privateKeyHasRealNewlines,
  connectionStringCanBeRead,
  connectionStringPasswordIsEncoded,
  connectionStringHostIsReachable,
]

/** What is wrong with a value, without a part of it. `whole`: it is a whole secret, not one of its JSON keys. */
export function judgeValue(given: { readonly name: string; readonly value: Sensitive; readonly whole: boolean }): readonly Finding[] {
  const { name, value, whole } = given
  const text = value.reveal()
  return valueFaults.flatMap((fault) => {
    const found = fault.find({ name, text, whole })
    return found === undefined ? [] : [{ id: fault.id, severity: fault.severity, ...found, message: `${name}: the value ${found.message}` }]
  })
}
