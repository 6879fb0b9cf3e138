import type { Path } from '../../source/source.ts'
import { nearest } from './nearest.ts'
import { type Complaint, complaint, shown, written } from './reading.ts'

/** A key that RegisterTaskDefinition has no name for: a typing mistake, mostly. */
export const noUnknownKeys = {
  id: 'no-unknown-keys',
  severity: 'warning',
  about:
    'RegisterTaskDefinition has no such key. The AWS CLI refuses the whole file; other clients drop the key without a word, and what it was to say is lost.',
  find(key: string, known: readonly string[], parent: Path): Complaint {
    const near = nearest(key, known)
    const where = parent.length === 0 ? 'a task definition' : written(parent)
    const remedy = near === undefined ? 'take it out' : `write ${shown(near)}`
    const ecs = `Parameter validation failed:\nUnknown parameter in ${parent.length === 0 ? 'input' : written(parent)}: "${key}", must be one of: ${known.join(', ')}`
    return complaint(noUnknownKeys, `${shown(key)} is no key of ${where}`, { remedy, ecs })
  },
} as const
