import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import { type Complaint, complaint } from './reading.ts'

/** What describe-task-definition adds and register-task-definition refuses. */
export const describeOnlyKeys = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
] as const

/** What describe-task-definition adds, in a file that is meant to be registered. */
export const noDescribeOnlyKeys = {
  id: 'no-describe-only-keys',
  severity: 'info',
  about:
    'The file is the output of describe-task-definition. The official GitHub action strips what register-task-definition does not take; the AWS CLI and the SDKs refuse the file. --fix strips it.',
  find(keys: readonly string[], wrapped: boolean): Complaint {
    const listed = keys.join(', ')
    const message = wrapped
      ? `this is describe-task-definition's output, wrapped in "taskDefinition"${listed === '' ? '' : `, with ${listed}`}`
      : `${listed}: describe-task-definition's own, which register-task-definition does not take`
    const ecs = `Parameter validation failed:\nUnknown parameter in input: "${wrapped ? 'taskDefinition' : keys[0]}", must be one of: family, taskRoleArn, executionRoleArn, networkMode, containerDefinitions, …`
    return complaint(noDescribeOnlyKeys, message, { remedy: 'take them out before the file is registered', ecs })
  },
  /** What the keys are wrapped in is taken away by `fixTaskDefinition`. */
  fix(_finding: Finding, definition: Written): readonly Edit[] {
    return describeOnlyKeys.filter((key) => definition.written([key]) !== undefined).map((key) => ({ kind: 'remove', path: [key] }))
  },
} as const satisfies Remediable & { readonly find: unknown }
