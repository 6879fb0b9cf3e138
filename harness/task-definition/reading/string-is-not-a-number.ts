import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import type { Path } from '../../source/source.ts'
import { type Complaint, complaint, shown, written } from './reading.ts'
import { pythonText, pythonType } from './value-has-right-type.ts'

/** A bare number or boolean where ECS takes a string, as in an environment value: read as its text. */
export const stringIsNotANumber = {
  id: 'string-is-not-a-number',
  severity: 'error',
  about:
    "Some fields that look like numbers are strings to ECS: environment values, the task's cpu and memory, options of log drivers. The AWS CLI refuses a bare number or boolean there. It is read as its text here; --fix puts the quotes.",
  find(raw: number | boolean, path: Path): Complaint {
    const ecs = `Parameter validation failed:\nInvalid type for parameter ${written(path)}, value: ${pythonText(raw)}, type: ${pythonType(raw)}, valid types: <class 'str'>`
    return complaint(stringIsNotANumber, `${written(path)} is ${shown(raw)}, where ECS takes a string`, {
      remedy: `write "${String(raw)}", in quotes`,
      ecs,
    })
  },
  fix({ path = [] }: Finding, definition: Written): readonly Edit[] {
    return [{ kind: 'replace', path, value: String(definition.written(path)) }]
  },
} as const satisfies Remediable & { readonly find: unknown }
