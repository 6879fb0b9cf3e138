import { block } from './reading/collections.ts'
import { flag, text } from './reading/scalars.ts'

/** Where a volume of the task appears in a container. */
export interface MountPoint {
  readonly sourceVolume?: string
  readonly containerPath?: string
  readonly readOnly?: boolean
}

export const mountPoint = block<MountPoint>(
  'MountPoint',
  { sourceVolume: text('emulated', '', { style: 'name' }), containerPath: text('emulated', ''), readOnly: flag('emulated', '') },
  'emulated',
  'shared by all containers that mount the volume',
)
