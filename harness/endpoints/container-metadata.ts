import type { ContainerFacts } from './configuration.ts'
import type { LiveTask } from './live-task.ts'
import { networkMetadata, plainNetworkMetadata } from './network-metadata.ts'
import type { ContainerHealth } from './task-state.ts'

/** Docker's weight for a container without one: the agent raises 0 and 1 to it. */
const leastCpuShares = 2

/** One container as version 4 shows it. Fields without a value are left out, as Go's omitempty does. */
export function containerMetadata(task: LiveTask, container: ContainerFacts): object {
  const state = task.stateOf(container)
  const logOptions = shownLogOptions(container, task.identity.taskId)
  return {
    ...shared(task, container),
    ...(container.logDriver === undefined ? {} : { LogDriver: container.logDriver }),
    ...(Object.keys(logOptions).length === 0 ? {} : { LogOptions: logOptions }),
    ContainerARN: container.containerArn,
    Networks: [networkMetadata(task.identity)],
    Snapshotter: 'overlayfs',
    ...(container.restartPolicy ? { RestartCount: state.restartCount ?? 0 } : {}),
  }
}

/** One container as version 3 shows it: without log, ARN and the interface's details. */
export function plainContainerMetadata(task: LiveTask, container: ContainerFacts): object {
  return { ...shared(task, container), Networks: [plainNetworkMetadata(task.identity)] }
}

function shared(task: LiveTask, container: ContainerFacts): object {
  const state = task.stateOf(container)
  const { memoryMiB, volumes } = container
  return {
    DockerId: container.dockerId,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.imageId,
    Labels: { ...container.labels, ...ecsLabels(task, container) },
    DesiredStatus: state.desiredStatus,
    KnownStatus: state.knownStatus,
    ...(state.exitCode === undefined ? {} : { ExitCode: state.exitCode }),
    Limits: { CPU: Math.max(container.cpuUnits ?? 0, leastCpuShares), ...(memoryMiB === undefined ? {} : { Memory: memoryMiB }) },
    ...(state.createdAt === undefined ? {} : { CreatedAt: state.createdAt }),
    ...(state.startedAt === undefined ? {} : { StartedAt: state.startedAt }),
    ...(state.finishedAt === undefined ? {} : { FinishedAt: state.finishedAt }),
    Type: 'NORMAL',
    ...(container.healthCheck ? { Health: shownHealth(state.health) } : {}),
    ...(volumes.length === 0 ? {} : { Volumes: volumes.map(shownVolume) }),
  }
}

function ecsLabels({ identity, clusterArn, taskArn }: LiveTask, { name }: ContainerFacts): Record<string, string> {
  return {
    'com.amazonaws.ecs.cluster': clusterArn,
    'com.amazonaws.ecs.container-name': name,
    'com.amazonaws.ecs.task-arn': taskArn,
    'com.amazonaws.ecs.task-definition-family': identity.family,
    'com.amazonaws.ecs.task-definition-version': identity.revision,
  }
}

/** These keys are in lower case, and there is no status while it is UNKNOWN. */
function shownHealth(health: ContainerHealth | undefined): object {
  if (health === undefined) return {}
  const { status, statusSince, exitCode, output } = health
  return {
    ...(status === 'UNKNOWN' ? {} : { status }),
    ...(statusSince === undefined ? {} : { statusSince }),
    ...(exitCode === undefined || exitCode === 0 ? {} : { exitCode }),
    ...(output === undefined || output === '' ? {} : { output }),
  }
}

function shownVolume({ dockerName, source, destination }: ContainerFacts['volumes'][number]): object {
  return {
    ...(dockerName === undefined ? {} : { DockerName: dockerName }),
    ...(source === undefined ? {} : { Source: source }),
    Destination: destination,
  }
}

/** The stream that a prefix makes, `<prefix>/<container>/<task id>`, stands where the prefix was. */
function shownLogOptions({ logDriver, logOptions, name }: ContainerFacts, taskId: string): Record<string, string> {
  const { 'awslogs-stream-prefix': prefix, ...others } = logOptions
  if (logDriver !== 'awslogs' || prefix === undefined) return { ...logOptions }
  return { ...others, 'awslogs-stream': `${prefix}/${name}/${taskId}` }
}
