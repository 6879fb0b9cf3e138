import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const ephemeralStorageInRange: Rule = {
  id: 'ephemeral-storage-in-range',
  severity: 'error',
  about: 'ephemeralStorage.sizeInGiB is between 21 and 200. Fargate gives 20 GiB without it, and 20 cannot be written.',
  *check({ ephemeralStorage }) {
    const size = ephemeralStorage?.sizeInGiB
    if (size === undefined || (size >= 21 && size <= 200)) return
    const message = `${size} GiB of ephemeral storage are not between 21 and 200`
    const path = ['ephemeralStorage', 'sizeInGiB']
    if (size > 200) yield { message, remedy: 'write at most 200', ...recorded('EphemeralStorage size should be at most 200'), path }
    else
      yield {
        message,
        remedy:
          size === 20 ? 'take ephemeralStorage out: 20 GiB are there without it' : 'write at least 21, or take ephemeralStorage out for 20',
        ...recorded('EphemeralStorage size should be at least 21'),
        path,
      }
  },
}

export const ephemeralStorageNeedsFargate: Rule = {
  id: 'ephemeral-storage-needs-fargate',
  severity: 'error',
  about: 'Only Fargate has ephemeralStorage; a definition that lists EC2 is refused with it.',
  *check({ ephemeralStorage, requiresCompatibilities }) {
    if (ephemeralStorage === undefined || !requiresCompatibilities.includes('EC2')) return
    yield {
      message: 'ephemeralStorage in a definition for EC2',
      remedy: 'take it out, or take EC2 out of requiresCompatibilities',
      ...recorded('Tasks using the EC2 launch type do not support EphemeralStorage.'),
      path: ['ephemeralStorage'],
    }
  },
}
