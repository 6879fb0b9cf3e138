import type { Path } from '../../source/source.ts'
import { type Complaint, complaint, written } from './reading.ts'

/** A block lacks a key that it cannot do without. */
export const requiredKeyIsPresent = {
  id: 'required-key-is-present',
  severity: 'error',
  about:
    'Some blocks need certain keys: a secret its name and its valueFrom, a log configuration its logDriver. The AWS CLI refuses a block without them before ECS sees it.',
  find(key: string, parent: Path): Complaint {
    const where = parent.length === 0 ? 'input' : written(parent)
    const ecs = `Parameter validation failed:\nMissing required parameter in ${where}: "${key}"`
    return complaint(requiredKeyIsPresent, `${parent.length === 0 ? 'the task definition' : where} has no "${key}"`, {
      remedy: `add "${key}"`,
      ecs,
    })
  },
} as const
