import { clusterArn, taskArn } from './arns.ts'
import type { ContainerFacts, EndpointsConfiguration, TaskFacts, TaskIdentity } from './configuration.ts'
import { containerStats, type ContainerStats } from './container-stats.ts'
import { initialState, mergeState, type ContainerState, type TaskState } from './task-state.ts'

/** A task as its endpoints see it: what was fixed when it was planned, and what has become of it since. */
export interface LiveTask {
  readonly identity: TaskIdentity
  readonly facts: TaskFacts
  readonly containers: readonly ContainerFacts[]
  readonly clusterArn: string
  readonly taskArn: string
  state(): TaskState
  stateOf(container: ContainerFacts): ContainerState
  /** By the last part of its metadata URIs. */
  containerById(dockerId: string): ContainerFacts | undefined
  statsOf(container: ContainerFacts): ContainerStats | undefined
  update(state: TaskState): void
  /** The engine's stats of one container; ids that are not of this task are passed over. */
  record(dockerId: string, stats: unknown): void
}

export function liveTask(configuration: Pick<EndpointsConfiguration, 'identity' | 'task' | 'containers'>): LiveTask {
  const { identity, containers } = configuration
  const byId = new Map(containers.map((container) => [container.dockerId, container]))
  const stats = new Map<string, ContainerStats>()
  let state = initialState(containers.map((container) => container.name))
  return {
    identity,
    facts: configuration.task,
    containers,
    clusterArn: clusterArn(identity),
    taskArn: taskArn(identity),
    state: () => state,
    stateOf: ({ name }) =>
      state.containers.find((container) => container.name === name) ?? { name, desiredStatus: 'RUNNING', knownStatus: 'NONE' },
    containerById: (dockerId) => byId.get(dockerId),
    statsOf: ({ dockerId }) => stats.get(dockerId),
    update(newer) {
      state = mergeState(state, newer)
    },
    record(dockerId, newer) {
      const container = byId.get(dockerId)
      if (container === undefined) return
      stats.set(dockerId, containerStats(newer, container, stats.get(dockerId)))
    },
  }
}
