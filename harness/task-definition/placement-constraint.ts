import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** On which instances a task may run; not on Fargate. */
export interface PlacementConstraint {
  readonly type?: string
  readonly expression?: string
}

export const placementConstraint = block<PlacementConstraint>(
  'TaskDefinitionPlacementConstraint',
  { type: text('checked', '', { oneOf: ['memberOf'] }), expression: text('checked', '', { style: 'name' }) },
  'checked',
  'Fargate refuses it',
)
