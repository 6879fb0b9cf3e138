import type { Path, Place, Source } from '../source/source.ts'
import type { ContainerDefinition } from './container-definition.ts'

/**
 * A task definition as RegisterTaskDefinition takes it, with every spelling brought to one form.
 * A value of the wrong kind, or a placeholder nobody filled in, reads as absent and its path is *unknown*.
 */
export interface TaskDefinition {
  readonly source: Source
  readonly family?: string
  readonly taskRoleArn?: string
  readonly executionRoleArn?: string
  readonly networkMode?: string
  /** CPU units; 1024 are one vCPU. */
  readonly cpu?: number
  /** MiB. */
  readonly memory?: number
  readonly requiresCompatibilities: readonly string[]
  readonly runtimePlatform?: { readonly cpuArchitecture?: string; readonly operatingSystemFamily?: string }
  readonly pidMode?: string
  readonly ipcMode?: string
  readonly ephemeralStorage?: { readonly sizeInGiB?: number }
  readonly enableFaultInjection?: boolean
  readonly containerDefinitions: readonly ContainerDefinition[]
  /** Is the value at this path what it seems? False for wrong kinds and placeholders: whoever asks stays silent then. */
  knows(path: Path): boolean
  /** Where the value at this path, given in RegisterTaskDefinition's shape, stands in the file. */
  place(path: Path, part?: 'key' | 'value'): Place | undefined
}
