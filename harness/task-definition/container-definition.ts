import type { HealthCheck } from './health-check.ts'
import type { Secret } from './secret.ts'

export interface ContainerDefinition {
  /** Its place in `containerDefinitions`. */
  readonly index: number
  readonly name: string
  readonly image: string
  /** A weight among the task's containers; never a ceiling. */
  readonly cpu?: number
  /** MiB, hard. */
  readonly memory?: number
  /** MiB, soft. */
  readonly memoryReservation?: number
  /** ECS's default is true. */
  readonly essential: boolean
  readonly entryPoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly environmentFiles: readonly { readonly type: string; readonly value: string }[]
  readonly secrets: readonly Secret[]
  readonly portMappings: readonly PortMapping[]
  readonly dependsOn: readonly { readonly containerName: string; readonly condition: string }[]
  readonly healthCheck?: HealthCheck
  readonly startTimeout?: number
  readonly stopTimeout?: number
  readonly user?: string
  readonly workingDirectory?: string
  readonly readonlyRootFilesystem?: boolean
  readonly interactive?: boolean
  readonly pseudoTerminal?: boolean
  readonly dockerLabels: Readonly<Record<string, string>>
  readonly ulimits: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[]
  readonly logConfiguration?: LogConfiguration
}

export interface PortMapping {
  readonly containerPort?: number
  readonly hostPort?: number
  readonly protocol?: string
  readonly name?: string
  readonly appProtocol?: string
  readonly containerPortRange?: string
}

export interface LogConfiguration {
  readonly logDriver?: string
  readonly options: Readonly<Record<string, string>>
  readonly secretOptions: readonly Secret[]
}
