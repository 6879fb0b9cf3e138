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
} as const
