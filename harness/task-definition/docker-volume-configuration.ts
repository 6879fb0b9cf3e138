import { block, textMap } from './reading/collections.ts'
import { flag, text } from './reading/scalars.ts'

/** A volume of the Docker engine on an EC2 instance. */
export interface DockerVolumeConfiguration {
  readonly scope?: string
  readonly autoprovision?: boolean
  readonly driver?: string
  readonly driverOpts: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}

export const dockerVolumeConfiguration = block<DockerVolumeConfiguration>(
  'DockerVolumeConfiguration',
  {
    scope: text('checked', '', { oneOf: ['task', 'shared'] }),
    autoprovision: flag('checked', ''),
    driver: text('ignored', ''),
    driverOpts: textMap('ignored', ''),
    labels: textMap('ignored', ''),
  },
  'checked',
  'Fargate refuses it',
)
