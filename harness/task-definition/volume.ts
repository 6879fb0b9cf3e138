import { dockerVolumeConfiguration, type DockerVolumeConfiguration } from './docker-volume-configuration.ts'
import { efsVolumeConfiguration, type EfsVolumeConfiguration } from './efs-volume-configuration.ts'
import { block } from './reading/collections.ts'
import { flag, text } from './reading/scalars.ts'
import { fsxVolumeConfiguration, type FsxVolumeConfiguration } from './fsx-volume-configuration.ts'
import { s3filesVolumeConfiguration, type S3filesVolumeConfiguration } from './s3files-volume-configuration.ts'

/** Storage that containers of the task can mount. Exactly one kind; none of them means an empty directory that lives as long as the task. */
export interface Volume {
  readonly name: string
  readonly host?: { readonly sourcePath?: string }
  readonly dockerVolumeConfiguration?: DockerVolumeConfiguration
  readonly efsVolumeConfiguration?: EfsVolumeConfiguration
  readonly s3filesVolumeConfiguration?: S3filesVolumeConfiguration
  readonly fsxWindowsFileServerVolumeConfiguration?: FsxVolumeConfiguration
  /** An EBS volume that the service attaches. */
  readonly configuredAtLaunch?: boolean
}

export const volume = block<Volume>(
  'Volume',
  {
    name: text('emulated', '', { absent: '', style: 'name' }),
    host: block<{ readonly sourcePath?: string }>(
      'HostVolumeProperties',
      { sourcePath: text('checked', 'Fargate refuses it', { keepEmpty: true }) },
      'emulated',
      'without sourcePath: an empty directory that lives as long as the task',
    ),
    dockerVolumeConfiguration,
    efsVolumeConfiguration,
    s3filesVolumeConfiguration,
    fsxWindowsFileServerVolumeConfiguration: fsxVolumeConfiguration,
    configuredAtLaunch: flag('approximated', 'an empty volume in place of the EBS one'),
  },
  'emulated',
  'a named volume of the engine',
)
