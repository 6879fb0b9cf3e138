import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** An Elastic Inference accelerator; AWS has ended the service. */
export interface InferenceAccelerator {
  readonly deviceName: string
  readonly deviceType: string
}

export const inferenceAccelerator = block<InferenceAccelerator>(
  'InferenceAccelerator',
  { deviceName: text('checked', '', { required: true, absent: '' }), deviceType: text('checked', '', { required: true, absent: '' }) },
  'checked',
  'AWS refuses it',
)
