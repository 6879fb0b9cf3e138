import type { ContainerCreateOptions } from 'dockerode'
import type { ContainerPlan } from '../../plan/container.ts'
import { clusterArnOf, taskArnOf } from '../../plan/identity.ts'
import type { TaskPlan } from '../../plan/task.ts'
import { trustDirectory } from '../../plan/trust.ts'
import { Sensitive } from '../../sensitive/sensitive.ts'

export interface ContainerSurroundings {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly pauseId: string
  readonly trustVolume: string
  /** The engine's name of one of the task's volumes. */
  readonly volumeName: (volume: string) => string
}

const nanoseconds = 1_000_000

/** The engine's words for one container of the task. */
export function containerOptions(
  container: ContainerPlan,
  plan: TaskPlan,
  { name, labels, pauseId, trustVolume, volumeName }: ContainerSurroundings,
): ContainerCreateOptions {
  const memory = container.memoryMiB === undefined ? undefined : Math.max(container.memoryMiB, 6) * 1_048_576
  return {
    name,
    Image: container.imagePlan.reference,
    Env: container.environment.flatMap(({ name: variable, value, origin }) =>
      // The engine merges the image's own environment itself.
      origin === 'image' ? [] : [`${variable}=${value instanceof Sensitive ? value.reveal() : value}`],
    ),
    Labels: { ...container.labels, ...ecsLabels(container, plan), ...labels },
    // An entry point alone drops the image's CMD, as the engine does by itself.
    ...(container.entryPoint === undefined ? {} : { Entrypoint: [...container.entryPoint] }),
    ...(container.command === undefined ? {} : { Cmd: [...container.command] }),
    ...(container.user === undefined ? {} : { User: container.user }),
    ...(container.workingDirectory === undefined ? {} : { WorkingDir: container.workingDirectory }),
    OpenStdin: container.interactive,
    Tty: container.pseudoTerminal,
    AttachStdout: true,
    AttachStderr: true,
    StopTimeout: container.stopTimeoutSeconds,
    Healthcheck: healthCheckOf(container),
    HostConfig: {
      NetworkMode: `container:${pauseId}`,
      CpuShares: container.cpuShares,
      ...(plan.cpuUnits === undefined ? {} : { CpuPeriod: 100_000, CpuQuota: Math.round((plan.cpuUnits / 1024) * 100_000) }),
      // Fargate has no swap.
      ...(memory === undefined ? {} : { Memory: memory, MemorySwap: memory }),
      ...(container.memoryReservationMiB === undefined ? {} : { MemoryReservation: container.memoryReservationMiB * 1_048_576 }),
      ReadonlyRootfs: container.readonlyRootFilesystem,
      Ulimits: container.ulimits.map(({ name: Name, softLimit: Soft, hardLimit: Hard }) => ({ Name, Soft, Hard })),
      CapAdd: [...container.capabilities.add],
      CapDrop: [...container.capabilities.drop],
      Init: container.init,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
      Mounts: [
        volumeMount(trustVolume, trustDirectory, true),
        ...container.mounts.map(({ volume, path, readOnly }) => volumeMount(volumeName(volume), path, readOnly)),
      ],
    },
  }
}

/** Fargate's volumes are empty at first; what the image has at that path is not copied in. */
function volumeMount(
  Source: string,
  Target: string,
  ReadOnly: boolean,
): NonNullable<NonNullable<ContainerCreateOptions['HostConfig']>['Mounts']>[number] {
  return {
    Type: 'volume',
    Source,
    Target,
    ReadOnly,
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } },
  }
}

/** Every field explicit: a zero would be filled in from the image's own HEALTHCHECK, which ECS ignores. */
function healthCheckOf({ healthCheck }: ContainerPlan): NonNullable<ContainerCreateOptions['Healthcheck']> {
  if (healthCheck === undefined) return { Test: ['NONE'] }
  return {
    Test: [...healthCheck.command],
    Interval: healthCheck.intervalMs * nanoseconds,
    Timeout: healthCheck.timeoutMs * nanoseconds,
    Retries: healthCheck.retries,
    // One millisecond is the engine's smallest duration: as good as none.
    StartPeriod: Math.max(healthCheck.startPeriodMs, 1) * nanoseconds,
  }
}

function ecsLabels(container: ContainerPlan, { identity }: TaskPlan): Record<string, string> {
  return {
    'com.amazonaws.ecs.cluster': clusterArnOf(identity),
    'com.amazonaws.ecs.container-name': container.name,
    'com.amazonaws.ecs.task-arn': taskArnOf(identity),
    'com.amazonaws.ecs.task-definition-family': identity.family,
    'com.amazonaws.ecs.task-definition-version': identity.revision,
  }
}
