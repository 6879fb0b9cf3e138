import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import { type Complaint, complaint, shown } from './reading.ts'

/** A number or boolean in quotes: CloudFormation and the CLI take it for what it means, some SDKs refuse it. */
export const numberIsNotAString = {
  id: 'number-is-not-a-string',
  severity: 'warning',
  about:
    "A port, a container's cpu or memory, a number of seconds, true and false are no strings to ECS. Some tools take the quotes away on the way, others refuse the value. It is read as what it means; --fix takes the quotes away.",
  find(raw: string): Complaint {
    const wanted = /\d/.test(raw) ? 'a number' : 'true or false'
    return complaint(numberIsNotAString, `${shown(raw)} is a string, where ECS takes ${wanted}`, {
      remedy: `write ${raw.trim().toLowerCase()}, without quotes`,
    })
  },
  fix({ path = [] }: Finding, definition: Written): readonly Edit[] {
    const raw = String(definition.written(path)).trim().toLowerCase()
    return [{ kind: 'replace', path, value: /\d/.test(raw) ? Number(raw) : raw === 'true' }]
  },
} as const satisfies Remediable & { readonly find: unknown }
