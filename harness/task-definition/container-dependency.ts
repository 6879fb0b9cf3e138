import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** Another container of the task that has to reach a condition first. */
export interface ContainerDependency {
  readonly containerName: string
  /** START, COMPLETE, SUCCESS or HEALTHY. */
  readonly condition: string
}

const dependencyConditions = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'] as const

export const containerDependency = block<ContainerDependency>(
  'ContainerDependency',
  {
    containerName: text('emulated', '', { required: true, absent: '', style: 'name' }),
    condition: text('emulated', "HEALTHY and startTimeout on ECS's clock", { required: true, absent: '', oneOf: dependencyConditions }),
  },
  'emulated',
  "the agent's own order, with its terminal errors",
)
