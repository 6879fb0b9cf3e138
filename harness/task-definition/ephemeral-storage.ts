import { block } from './reading/collections.ts'
import { integer } from './reading/scalars.ts'

export interface EphemeralStorage {
  /** 21 to 200; leave it out for Fargate's 20. */
  readonly sizeInGiB?: number
}

export const ephemeralStorage = block<EphemeralStorage>(
  'EphemeralStorage',
  { sizeInGiB: integer('checked', 'the size is not enforced here', { required: true }) },
  'checked',
  'what was written is measured, not limited',
)
