/** A container's or task's state by the agent's names, in their order. */
type KnownStatus = 'NONE' | 'PULLED' | 'CREATED' | 'RUNNING' | 'RESOURCES_PROVISIONED' | 'STOPPED'
type DesiredStatus = 'RUNNING' | 'STOPPED'

/** What changes about a task while it runs. Times are ISO 8601, in UTC. */
export interface TaskState {
  readonly desiredStatus: DesiredStatus
  readonly knownStatus: KnownStatus
  readonly pullStartedAt?: string
  readonly pullStoppedAt?: string
  readonly executionStoppedAt?: string
  readonly ephemeralStorage?: { readonly utilizedMiB: number; readonly reservedMiB: number }
  /** Containers that are not named here keep the state they had. */
  readonly containers: readonly ContainerState[]
}

export interface ContainerState {
  readonly name: string
  readonly desiredStatus: DesiredStatus
  readonly knownStatus: KnownStatus
  readonly createdAt?: string
  readonly startedAt?: string
  readonly finishedAt?: string
  readonly exitCode?: number
  readonly restartCount?: number
  readonly health?: ContainerHealth
}

export interface ContainerHealth {
  readonly status: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'
  readonly statusSince?: string
  /** Of the last probe. */
  readonly exitCode?: number
  readonly output?: string
}

/** A task of which nothing is known yet but that its images are here, which ECS sees to first. */
export function initialState(containerNames: readonly string[]): TaskState {
  return {
    desiredStatus: 'RUNNING',
    knownStatus: 'NONE',
    containers: containerNames.map((name) => ({ name, desiredStatus: 'RUNNING', knownStatus: 'PULLED' })),
  }
}

/** The newer state, with the containers it does not name as they were before. */
export function mergeState(before: TaskState, after: TaskState): TaskState {
  const named = new Set(after.containers.map((container) => container.name))
  return { ...after, containers: [...before.containers.filter((container) => !named.has(container.name)), ...after.containers] }
}
