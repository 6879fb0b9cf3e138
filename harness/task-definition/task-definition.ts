import type { Path, Place, Source } from '../source/source.ts'
import { containerDefinition, type ContainerDefinition } from './container-definition.ts'
import { ephemeralStorage, type EphemeralStorage } from './ephemeral-storage.ts'
import { list } from './reading/collections.ts'
import type { Fields } from './reading/field.ts'
import { flag, text } from './reading/scalars.ts'
import { cpuSize, memorySize } from './reading/sizes.ts'
import { inferenceAccelerator, type InferenceAccelerator } from './inference-accelerator.ts'
import { placementConstraint, type PlacementConstraint } from './placement-constraint.ts'
import { proxyConfiguration, type ProxyConfiguration } from './proxy-configuration.ts'
import { runtimePlatform, type RuntimePlatform } from './runtime-platform.ts'
import { tag, type Tag } from './tag.ts'
import { volume, type Volume } from './volume.ts'

/** What RegisterTaskDefinition takes. */
export interface RegisterTaskDefinition {
  readonly family?: string
  readonly taskRoleArn?: string
  readonly executionRoleArn?: string
  readonly networkMode?: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  readonly volumes: readonly Volume[]
  readonly placementConstraints: readonly PlacementConstraint[]
  readonly requiresCompatibilities: readonly string[]
  /** CPU units; 1024 are one vCPU. */
  readonly cpu?: number
  /** MiB. */
  readonly memory?: number
  readonly tags: readonly Tag[]
  readonly pidMode?: string
  readonly ipcMode?: string
  readonly proxyConfiguration?: ProxyConfiguration
  readonly inferenceAccelerators: readonly InferenceAccelerator[]
  readonly ephemeralStorage?: EphemeralStorage
  readonly runtimePlatform?: RuntimePlatform
  readonly enableFaultInjection?: boolean
}

/**
 * A task definition as RegisterTaskDefinition takes it, with every spelling brought to one form.
 * A value of the wrong kind, or a placeholder nobody filled in, reads as absent and its path is *unknown*.
 */
export interface TaskDefinition extends RegisterTaskDefinition {
  readonly source: Source
  /** What the file holds: register input, describe output bare or wrapped, or only a list of containers. */
  readonly shape: 'register' | 'described' | 'wrapped' | 'containers'
  /** Is the value at this path what it seems? False for wrong kinds and placeholders: whoever asks stays silent then. */
  knows(path: Path): boolean
  /** Are the value at this path and everything inside it what they seem? */
  knowsAll(path: Path): boolean
  /** The value at this path as it is written in the file, before anything was normalised. */
  written(path: Path): unknown
  /** The path that the value at this path, given in RegisterTaskDefinition's shape, has in the file. */
  inSource(path: Path): Path
  /** Where the value at this path, given in RegisterTaskDefinition's shape, stands in the file. */
  place(path: Path, part?: 'key' | 'value'): Place | undefined
}

export const taskDefinitionFields: Fields<RegisterTaskDefinition> = {
  family: text('emulated', '', { style: 'name' }),
  taskRoleArn: text('approximated', 'credentials are synthetic unless the settings say otherwise'),
  executionRoleArn: text('checked', 'local runs use your own credentials'),
  networkMode: text('approximated', 'awsvpc; other modes run as awsvpc', { oneOf: ['awsvpc', 'bridge', 'host', 'none', 'default'] }),
  containerDefinitions: { ...list(containerDefinition), required: true },
  volumes: list(volume),
  placementConstraints: list(placementConstraint),
  requiresCompatibilities: list(text('checked', '', { oneOf: ['EC2', 'EXTERNAL', 'FARGATE', 'MANAGED_INSTANCES'] })),
  cpu: cpuSize('emulated', 'a quota over all containers'),
  memory: memorySize('emulated', 'a hard limit over all containers'),
  tags: list(tag),
  pidMode: text('emulated', '', { oneOf: ['host', 'task'] }),
  ipcMode: text('checked', 'Fargate refuses it', { oneOf: ['host', 'task', 'none'] }),
  proxyConfiguration,
  inferenceAccelerators: list(inferenceAccelerator),
  ephemeralStorage,
  runtimePlatform,
  enableFaultInjection: flag('checked', "ECS's own fault injection is not emulated"),
}
