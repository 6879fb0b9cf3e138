import { containerDependency, type ContainerDependency } from './container-dependency.ts'
import { environmentFile, type EnvironmentFile } from './environment-file.ts'
import { environmentVariable, type EnvironmentVariable } from './environment-variable.ts'
import { block, list, optionalList, textMap } from './reading/collections.ts'
import type { Field } from './reading/field.ts'
import { flag, integer, text } from './reading/scalars.ts'
import { firelensConfiguration, type FirelensConfiguration } from './firelens-configuration.ts'
import { healthCheck, type HealthCheck } from './health-check.ts'
import { hostEntry, type HostEntry } from './host-entry.ts'
import { linuxParameters, type LinuxParameters } from './linux-parameters.ts'
import { logConfiguration, type LogConfiguration } from './log-configuration.ts'
import { mountPoint, type MountPoint } from './mount-point.ts'
import { portMapping, type PortMapping } from './port-mapping.ts'
import { repositoryCredentials, type RepositoryCredentials } from './repository-credentials.ts'
import { resourceRequirement, type ResourceRequirement } from './resource-requirement.ts'
import { restartPolicy, type RestartPolicy } from './restart-policy.ts'
import { secret, type Secret } from './secret.ts'
import { systemControl, type SystemControl } from './system-control.ts'
import { ulimit, type Ulimit } from './ulimit.ts'
import { volumeFrom, type VolumeFrom } from './volume-from.ts'

export type { PortMapping } from './port-mapping.ts'

export interface ContainerDefinition {
  /** Its place in `containerDefinitions`. */
  readonly index: number
  readonly name: string
  readonly image: string
  readonly repositoryCredentials?: RepositoryCredentials
  /** A weight among the task's containers; never a ceiling. */
  readonly cpu?: number
  /** MiB, hard. */
  readonly memory?: number
  /** MiB, soft. */
  readonly memoryReservation?: number
  /** Bridge mode only. */
  readonly links: readonly string[]
  readonly portMappings: readonly PortMapping[]
  /** ECS's default is true. */
  readonly essential: boolean
  readonly restartPolicy?: RestartPolicy
  readonly entryPoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment: readonly EnvironmentVariable[]
  readonly environmentFiles: readonly EnvironmentFile[]
  readonly mountPoints: readonly MountPoint[]
  readonly volumesFrom: readonly VolumeFrom[]
  readonly linuxParameters?: LinuxParameters
  readonly secrets: readonly Secret[]
  readonly dependsOn: readonly ContainerDependency[]
  /** Seconds others wait for this container; 2 to 120, without it for ever. */
  readonly startTimeout?: number
  /** Seconds from the stop signal to the kill; 2 to 120, by default 30. */
  readonly stopTimeout?: number
  /** `enabled` (the default): the tag is resolved to a digest once per deployment. */
  readonly versionConsistency?: string
  readonly hostname?: string
  readonly user?: string
  readonly workingDirectory?: string
  readonly disableNetworking?: boolean
  readonly privileged?: boolean
  readonly readonlyRootFilesystem?: boolean
  readonly dnsServers: readonly string[]
  readonly dnsSearchDomains: readonly string[]
  readonly extraHosts: readonly HostEntry[]
  readonly dockerSecurityOptions: readonly string[]
  readonly interactive?: boolean
  readonly pseudoTerminal?: boolean
  readonly dockerLabels: Readonly<Record<string, string>>
  readonly ulimits: readonly Ulimit[]
  readonly logConfiguration?: LogConfiguration
  readonly healthCheck?: HealthCheck
  readonly systemControls: readonly SystemControl[]
  readonly resourceRequirements: readonly ResourceRequirement[]
  readonly firelensConfiguration?: FirelensConfiguration
  readonly credentialSpecs: readonly string[]
}

const fields = block<Omit<ContainerDefinition, 'index'>>(
  'ContainerDefinition',
  {
    name: text('emulated', '', { absent: '', style: 'name' }),
    image: text('emulated', 'pulled, or built as the settings say', { absent: '' }),
    repositoryCredentials,
    cpu: integer('emulated', 'a weight; 0 is 2 shares'),
    memory: integer('emulated', 'hard limit, without swap'),
    memoryReservation: integer('emulated', ''),
    links: list(text('checked', 'awsvpc refuses it')),
    portMappings: list(portMapping),
    essential: flag('emulated', 'one that stops, with whatever exit code, stops the task', { absent: true }),
    restartPolicy,
    entryPoint: optionalList(text('emulated', "alone, it drops the image's CMD", { style: 'shell', keepEmpty: true })),
    command: optionalList(text('emulated', 'no shell, no expansion', { style: 'shell', keepEmpty: true })),
    environment: list(environmentVariable),
    environmentFiles: list(environmentFile),
    mountPoints: list(mountPoint),
    volumesFrom: list(volumeFrom),
    linuxParameters,
    secrets: list(secret),
    dependsOn: list(containerDependency),
    startTimeout: integer('emulated', 'counts from the start of the container that others wait for'),
    stopTimeout: integer('emulated', ''),
    versionConsistency: text('checked', 'one run uses one image anyway', { oneOf: ['enabled', 'disabled'] }),
    hostname: text('checked', 'awsvpc refuses it'),
    user: text('emulated', ''),
    workingDirectory: text('emulated', ''),
    disableNetworking: flag('checked', 'Fargate refuses it'),
    privileged: flag('checked', 'Fargate refuses it'),
    readonlyRootFilesystem: flag('emulated', ''),
    dnsServers: list(text('checked', 'Fargate refuses it')),
    dnsSearchDomains: list(text('checked', 'Fargate refuses it')),
    extraHosts: list(hostEntry),
    dockerSecurityOptions: list(text('checked', 'Fargate refuses it')),
    interactive: flag('emulated', ''),
    pseudoTerminal: flag('emulated', ''),
    dockerLabels: textMap('emulated', "with ECS's own labels beside them", 'shell'),
    ulimits: list(ulimit),
    logConfiguration,
    healthCheck,
    systemControls: list(systemControl),
    resourceRequirements: list(resourceRequirement),
    firelensConfiguration,
    credentialSpecs: list(text('ignored', 'Active Directory is not emulated')),
  },
  'emulated',
  '',
)

/** A container knows its place in the list, so that findings can name its path. */
export const containerDefinition: Field<ContainerDefinition> = {
  ...fields,
  absent: undefined,
  blank: { ...fields.blank, index: -1 },
  read(raw, path, reading) {
    // A container that cannot be read keeps its place: the others must not move.
    return { ...(fields.read(raw, path, reading) ?? fields.blank), index: Number(path.at(-1)) }
  },
}
