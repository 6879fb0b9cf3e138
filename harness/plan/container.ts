import type { ContainerDefinition, PortMapping } from '../task-definition/container-definition.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { Variable } from './environment.ts'
import { type HealthCheckPlan, planHealthCheck } from './health-check.ts'
import type { ImagePlan } from './image.ts'

/** One container with every choice made. */
export interface ContainerPlan {
  readonly name: string
  /** Its place in `containerDefinitions`. */
  readonly index: number
  /** As the task definition names it. */
  readonly image: string
  readonly imagePlan: ImagePlan
  readonly essential: boolean
  readonly entryPoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment: readonly Variable[]
  readonly ports: readonly { readonly port: number; readonly protocol: string }[]
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[]
  readonly healthCheck?: HealthCheckPlan
  /** Seconds others wait for this container; undefined: for ever. */
  readonly startTimeoutSeconds?: number
  readonly stopTimeoutSeconds: number
  readonly user?: string
  readonly workingDirectory?: string
  readonly readonlyRootFilesystem: boolean
  readonly interactive: boolean
  readonly pseudoTerminal: boolean
  readonly init: boolean
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] }
  readonly ulimits: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[]
  readonly labels: Readonly<Record<string, string>>
  readonly mounts: readonly { readonly volume: string; readonly path: string; readonly readOnly: boolean }[]
  /** Docker's weight: ECS gives 2 where the definition says nothing. */
  readonly cpuShares: number
  /** The hard limit in MiB: the container's own, else the task's. */
  readonly memoryMiB?: number
  readonly memoryReservationMiB?: number
  readonly stopSignal: string
  readonly shell: readonly string[]
  readonly logDriver?: string
  readonly logOptions: Readonly<Record<string, string>>
}

export interface ContainerChoices {
  readonly imagePlan: ImagePlan
  readonly environment: readonly Variable[]
  readonly taskMemoryMiB: number | undefined
  readonly facts: ImageFacts | undefined
}

export function planContainer(
  container: ContainerDefinition,
  { imagePlan, environment, taskMemoryMiB, facts }: ContainerChoices,
): ContainerPlan {
  const memoryMiB = container.memory ?? taskMemoryMiB
  return {
    name: container.name,
    index: container.index,
    image: container.image,
    imagePlan,
    essential: container.essential,
    environment,
    ports: container.portMappings.flatMap(portsOf),
    dependsOn: container.dependsOn.map(({ containerName, condition }) => ({ container: containerName, condition })),
    stopTimeoutSeconds: container.stopTimeout ?? 30,
    readonlyRootFilesystem: container.readonlyRootFilesystem ?? false,
    interactive: container.interactive ?? false,
    pseudoTerminal: container.pseudoTerminal ?? false,
    init: container.linuxParameters?.initProcessEnabled ?? false,
    capabilities: {
      add: container.linuxParameters?.capabilities?.add ?? [],
      drop: container.linuxParameters?.capabilities?.drop ?? [],
    },
    ulimits: withFileLimit(container.ulimits),
    labels: container.dockerLabels,
    mounts: container.mountPoints.flatMap(({ sourceVolume, containerPath, readOnly = false }) =>
      sourceVolume === undefined || containerPath === undefined ? [] : [{ volume: sourceVolume, path: containerPath, readOnly }],
    ),
    cpuShares: Math.min(Math.max(container.cpu ?? 0, 2), 262_144),
    stopSignal: facts?.stopSignal ?? 'SIGTERM',
    shell: facts?.shell ?? ['/bin/sh', '-c'],
    logOptions: container.logConfiguration?.options ?? {},
    ...(container.logConfiguration?.logDriver === undefined ? {} : { logDriver: container.logConfiguration.logDriver }),
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
    ...(container.memoryReservation === undefined ? {} : { memoryReservationMiB: container.memoryReservation }),
    ...(container.entryPoint === undefined ? {} : { entryPoint: container.entryPoint }),
    ...(container.command === undefined ? {} : { command: container.command }),
    ...(container.healthCheck === undefined ? {} : { healthCheck: planHealthCheck(container.healthCheck) }),
    ...(container.startTimeout === undefined ? {} : { startTimeoutSeconds: container.startTimeout }),
    ...(container.user === undefined ? {} : { user: container.user }),
    ...(container.workingDirectory === undefined ? {} : { workingDirectory: container.workingDirectory }),
  }
}

function portsOf({ containerPort, protocol = 'tcp' }: PortMapping): { port: number; protocol: string }[] {
  return containerPort === undefined ? [] : [{ port: containerPort, protocol }]
}

/** Fargate gives every container 65535 open files where the definition names no limit of its own. */
function withFileLimit(ulimits: ContainerDefinition['ulimits']): ContainerPlan['ulimits'] {
  const own = ulimits.flatMap(({ name, softLimit, hardLimit }) =>
    name === undefined || softLimit === undefined || hardLimit === undefined ? [] : [{ name, softLimit, hardLimit }],
  )
  return own.some(({ name }) => name === 'nofile') ? own : [...own, { name: 'nofile', softLimit: 65_535, hardLimit: 65_535 }]
}
