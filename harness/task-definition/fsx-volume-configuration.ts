import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** A share of FSx for Windows File Server; EC2 Windows only. */
export interface FsxVolumeConfiguration {
  readonly fileSystemId: string
  readonly rootDirectory: string
  readonly authorizationConfig?: FsxAuthorizationConfig
}

export interface FsxAuthorizationConfig {
  readonly credentialsParameter: string
  readonly domain: string
}

export const fsxVolumeConfiguration = block<FsxVolumeConfiguration>(
  'FSxWindowsFileServerVolumeConfiguration',
  {
    fileSystemId: text('checked', '', { required: true, absent: '' }),
    rootDirectory: text('checked', '', { required: true, absent: '' }),
    authorizationConfig: block<FsxAuthorizationConfig>(
      'FSxWindowsFileServerAuthorizationConfig',
      {
        credentialsParameter: text('checked', '', { required: true, absent: '' }),
        domain: text('checked', '', { required: true, absent: '' }),
      },
      'checked',
      '',
      true,
    ),
  },
  'checked',
  'Windows on EC2 only',
)
