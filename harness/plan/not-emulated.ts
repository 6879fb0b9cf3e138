import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** A field that this task uses and that is not played here. */
export interface NotEmulated {
  /** As the report shows it: `containerDefinitions[api].restartPolicy`. */
  readonly path: string
  readonly note: string
}

/** Every field of the task that this version leaves out, so that none is left out in silence. */
export function notEmulated(definition: TaskDefinition): readonly NotEmulated[] {
  const task: readonly (readonly [string, unknown, string])[] = [
    ['pidMode', definition.pidMode, 'each container has its own process namespace'],
    ['ephemeralStorage', definition.ephemeralStorage, "the engine's own disk is used, without a limit"],
    ['proxyConfiguration', definition.proxyConfiguration, 'no traffic is redirected'],
    [
      'enableFaultInjection',
      definition.enableFaultInjection === true ? true : undefined,
      'the fault endpoints answer that they are not there',
    ],
    [
      'volumes',
      definition.volumes.find((volume) => volume.efsVolumeConfiguration !== undefined),
      'a volume on EFS is an empty volume here',
    ],
  ]
  return [
    ...task.filter(([, value]) => value !== undefined).map(([path, , note]) => ({ path, note })),
    ...definition.containerDefinitions.flatMap((container) => ofContainer(container)),
  ]
}

function ofContainer(container: ContainerDefinition): NotEmulated[] {
  const { linuxParameters } = container
  const fields: readonly (readonly [string, boolean, string])[] = [
    ['restartPolicy', container.restartPolicy?.enabled === true, 'a container that ends stays ended'],
    ['volumesFrom', container.volumesFrom.length > 0, "the other container's volumes are not mounted"],
    ['systemControls', container.systemControls.length > 0, 'kernel parameters are as on this machine'],
    ['linuxParameters.tmpfs', (linuxParameters?.tmpfs?.length ?? 0) > 0, 'no tmpfs is mounted'],
    ['firelensConfiguration', container.firelensConfiguration !== undefined, 'logs are not routed; output is captured here'],
    ['repositoryCredentials', container.repositoryCredentials !== undefined, "the engine's own login is used"],
    ['resourceRequirements', container.resourceRequirements.length > 0, 'no device is handed in'],
    ['credentialSpecs', container.credentialSpecs.length > 0, 'Active Directory is not here'],
  ]
  return fields.filter(([, used]) => used).map(([field, , note]) => ({ path: `containerDefinitions[${container.name}].${field}`, note }))
}
