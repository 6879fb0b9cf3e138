import { block } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

/** A GPU or another accelerator. */
export interface ResourceRequirement {
  readonly type: string
  readonly value?: string
  readonly sharingStrategy?: SharingStrategy
}

/** How a GPU is shared: by NVIDIA's Multi-Process Service. */
export interface SharingStrategy {
  readonly nvidiaMps?: NvidiaMpsAllocation
}

export interface NvidiaMpsAllocation {
  /** MiB of the GPU's memory. */
  readonly memory: number
  readonly maxComputePercent?: number
}

export const resourceRequirement = block<ResourceRequirement>(
  'ResourceRequirement',
  {
    type: text('checked', '', { required: true, absent: '', oneOf: ['GPU', 'InferenceAccelerator', 'NeuronDevice'] }),
    value: text('checked', ''),
    sharingStrategy: block<SharingStrategy>(
      'SharingStrategy',
      {
        nvidiaMps: block<NvidiaMpsAllocation>(
          'NvidiaMpsAllocation',
          { memory: integer('ignored', '', { required: true, absent: 0 }), maxComputePercent: integer('ignored', '') },
          'ignored',
          '',
        ),
      },
      'ignored',
      'not on Fargate',
    ),
  },
  'checked',
  'Fargate has no accelerators',
)
