import { block } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

/** A directory of an S3 Files file system. */
export interface S3filesVolumeConfiguration {
  readonly fileSystemArn: string
  readonly rootDirectory?: string
  readonly transitEncryptionPort?: number
  readonly accessPointArn?: string
}

export const s3filesVolumeConfiguration = block<S3filesVolumeConfiguration>(
  'S3FilesVolumeConfiguration',
  {
    fileSystemArn: text('approximated', 'an empty volume in its place', { required: true, absent: '' }),
    rootDirectory: text('checked', ''),
    transitEncryptionPort: integer('ignored', ''),
    accessPointArn: text('checked', ''),
  },
  'approximated',
  'an empty volume in its place',
)
