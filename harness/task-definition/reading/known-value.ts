import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import { nearest } from './nearest.ts'
import { type Complaint, complaint, shown } from './reading.ts'

/** A word that is none of those ECS knows for this field. */
export const knownValue = {
  id: 'known-value',
  severity: 'error',
  about: 'Some fields take one word of a short list, in exactly that spelling: ECS minds upper and lower case.',
  find(value: string, known: readonly string[]): Complaint {
    const near = nearest(value, known)
    const remedy = near === undefined ? `write one of ${known.join(', ')}` : `write ${shown(near)}`
    return complaint(knownValue, `${shown(value)} is none of ${known.join(', ')}`, { remedy })
  },
  /** Only upper and lower case: whoever wrote another word has to say what was meant. */
  fix({ path = [], remedy = '' }: Finding, definition: Written): readonly Edit[] {
    const written = definition.written(path)
    const wanted = /^write "([^"]+)"$/.exec(remedy)?.[1]
    return typeof written === 'string' && wanted?.toLowerCase() === written.toLowerCase() ? [{ kind: 'replace', path, value: wanted }] : []
  },
} as const satisfies Remediable & { readonly find: unknown }
