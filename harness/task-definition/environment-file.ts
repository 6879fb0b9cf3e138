import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** A file of variables in S3. */
export interface EnvironmentFile {
  /** Always `s3`. */
  readonly type: string
  /** ARN of an object whose name ends in `.env`. */
  readonly value: string
}

export const environmentFile = block<EnvironmentFile>(
  'EnvironmentFile',
  {
    type: text('checked', '', { required: true, absent: '', oneOf: ['s3'] }),
    value: text('emulated', "read by the agent's rules from a local file named in the settings, or from S3", {
      required: true,
      absent: '',
    }),
  },
  'emulated',
  'the first file that sets a name wins; environment and secrets win over all files',
)
