import { block } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

/** A directory of an Elastic File System. */
export interface EfsVolumeConfiguration {
  readonly fileSystemId: string
  readonly rootDirectory?: string
  /** ENABLED or DISABLED; disabled when absent. */
  readonly transitEncryption?: string
  readonly transitEncryptionPort?: number
  readonly authorizationConfig?: EfsAuthorizationConfig
}

export interface EfsAuthorizationConfig {
  readonly accessPointId?: string
  /** ENABLED or DISABLED; disabled when absent. */
  readonly iam?: string
}

const switches = ['ENABLED', 'DISABLED']

export const efsVolumeConfiguration = block<EfsVolumeConfiguration>(
  'EFSVolumeConfiguration',
  {
    fileSystemId: text('approximated', 'a named volume that is kept between runs', { required: true, absent: '' }),
    rootDirectory: text('checked', ''),
    transitEncryption: text('checked', '', { oneOf: switches }),
    transitEncryptionPort: integer('checked', ''),
    authorizationConfig: block<EfsAuthorizationConfig>(
      'EFSAuthorizationConfig',
      { accessPointId: text('checked', ''), iam: text('checked', '', { oneOf: switches }) },
      'checked',
      'AWS is not asked',
    ),
  },
  'approximated',
  'a local volume in its place; permissions and latency are not tried',
)
