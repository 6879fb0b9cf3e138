import { block } from './reading/collections.ts'
import { flag, text } from './reading/scalars.ts'

/** All mount points of another container of the task. */
export interface VolumeFrom {
  readonly sourceContainer?: string
  readonly readOnly?: boolean
}

export const volumeFrom = block<VolumeFrom>(
  'VolumeFrom',
  { sourceContainer: text('emulated', '', { style: 'name' }), readOnly: flag('emulated', '') },
  'emulated',
  'the source container is created first',
)
