import type { Remediable } from '../../findings/remedy.ts'
import { fileIsReadable } from './file-is-readable.ts'
import { isATaskDefinition } from './is-a-task-definition.ts'
import { jsonIsStrict } from './json-is-strict.ts'
import { knownValue } from './known-value.ts'
import { noDescribeOnlyKeys } from './no-describe-only-keys.ts'
import { noDuplicateKeys } from './no-duplicate-keys.ts'
import { noNullValues } from './no-null-values.ts'
import { noUnknownKeys } from './no-unknown-keys.ts'
import { numberIsNotAString } from './number-is-not-a-string.ts'
import { requiredKeyIsPresent } from './required-key-is-present.ts'
import { stringIsNotANumber } from './string-is-not-a-number.ts'
import { taskSizeIsReadable } from './task-size-is-readable.ts'
import { templateIsRendered } from './template-is-rendered.ts'
import { valueHasRightType } from './value-has-right-type.ts'

/** Every kind of finding that reading alone can give, before any rule is asked. */
export const complaints: readonly Remediable[] = [
  fileIsReadable,
  isATaskDefinition,
  jsonIsStrict,
  knownValue,
  noDescribeOnlyKeys,
  noDuplicateKeys,
  noNullValues,
  noUnknownKeys,
  numberIsNotAString,
  requiredKeyIsPresent,
  stringIsNotANumber,
  taskSizeIsReadable,
  templateIsRendered,
  valueHasRightType,
]
