import { containerMetadata, plainContainerMetadata } from './container-metadata.ts'
import type { ContainerFacts, TaskFacts } from './configuration.ts'
import { json, type Answer } from './http-server.ts'
import type { LiveTask } from './live-task.ts'
import type { Route } from './router.ts'
import { unknownContainer, unknownTask } from './unknown-endpoint.ts'

/** What Fargate reserves for a task that asks for no more storage, in MiB. */
const reservedStorageMiB = 20_496

/** The task metadata endpoint, versions 3 and 4: container, task, tags, stats. */
export function taskMetadataRoutes(task: LiveTask): readonly Route[] {
  const here = (path: string, answer: (container: ContainerFacts) => Answer, unknown: Unknown): Route => ({
    pattern: new RegExp(`^/${path.replace('*', '([^/]*)')}$`),
    answer: (_asked, id = '') => {
      const container = task.containerById(id)
      return container === undefined ? json(unknown.status, unknown.words(id)) : answer(container)
    },
  })
  return [
    here('v4/*', (container) => json(200, containerMetadata(task, container)), notFound('V4 container metadata handler', unknownContainer)),
    here('v4/*/task', () => json(200, taskMetadata(task)), notFound('V4 task metadata handler', unknownTask)),
    here('v4/*/taskWithTags', () => json(200, { ...taskMetadata(task), ...tags(task) }), notFound('V4 task metadata handler', unknownTask)),
    here('v4/*/stats', (container) => containerStats(task, container, 500), notFound('V4 container stats handler', unknownTask)),
    here('v4/*/task/stats', () => taskStats(task), notFound('V4 task stats handler', unknownTask)),
    here(
      'v3/*',
      (container) => json(200, plainContainerMetadata(task, container)),
      refused(500, 'V3 container metadata handler', unknownContainer),
    ),
    here('v3/*/task', () => json(200, plainTaskMetadata(task)), refused(500, 'V3 task metadata handler', unknownTask)),
    here(
      'v3/*/taskWithTags',
      () => json(200, { ...plainTaskMetadata(task), ...tags(task) }),
      refused(500, 'V3 task metadata handler', unknownTask),
    ),
    here('v3/*/stats', (container) => containerStats(task, container, 400), refused(400, 'V3 container stats handler', unknownTask)),
    here('v3/*/task/stats', () => taskStats(task), refused(400, 'V3 task stats handler', unknownTask)),
  ]
}

/** The task as version 3 shows it. */
function plainTaskMetadata(task: LiveTask): object {
  const { LaunchType: _launchType, ...shared } = sharedTaskMetadata(task)
  return { ...shared, Containers: task.containers.map((container) => plainContainerMetadata(task, container)) }
}

function taskMetadata(task: LiveTask): object {
  const { facts } = task
  const { utilizedMiB, reservedMiB } = task.state().ephemeralStorage ?? { utilizedMiB: 0, reservedMiB: reservedStorageMiB }
  return {
    ...sharedTaskMetadata(task),
    Containers: task.containers.map((container) => containerMetadata(task, container)),
    ...(facts.inService ? { ServiceName: facts.serviceName ?? task.identity.family } : {}),
    ClockDrift: { ClockErrorBound: 0.5, ReferenceTimestamp: wholeMinute(new Date()), ClockSynchronizationStatus: 'SYNCHRONIZED' },
    EphemeralStorageMetrics: { Utilized: utilizedMiB, Reserved: reservedMiB },
    FaultInjectionEnabled: facts.enableFaultInjection,
  }
}

function sharedTaskMetadata(task: LiveTask) {
  const { identity, facts } = task
  const { desiredStatus, knownStatus, pullStartedAt, pullStoppedAt, executionStoppedAt } = task.state()
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: identity.family,
    Revision: identity.revision,
    DesiredStatus: desiredStatus,
    KnownStatus: knownStatus,
    ...limits(facts),
    ...(pullStartedAt === undefined ? {} : { PullStartedAt: pullStartedAt }),
    ...(pullStoppedAt === undefined ? {} : { PullStoppedAt: pullStoppedAt }),
    ...(executionStoppedAt === undefined ? {} : { ExecutionStoppedAt: executionStoppedAt }),
    AvailabilityZone: identity.availabilityZone,
    LaunchType: identity.launchType,
  }
}

/** vCPU here, unlike the containers' limits, which are CPU units. A task without limits shows none. */
function limits({ cpuUnits, memoryMiB }: TaskFacts): object {
  if (cpuUnits === 0 && memoryMiB === 0) return {}
  return { Limits: { ...(cpuUnits === 0 ? {} : { CPU: cpuUnits / 1024 }), ...(memoryMiB === 0 ? {} : { Memory: memoryMiB }) } }
}

function tags(task: LiveTask): object {
  return Object.keys(task.facts.tags).length === 0 ? {} : { TaskTags: task.facts.tags }
}

function containerStats(task: LiveTask, container: ContainerFacts, statusWithout: number): Answer {
  const stats = task.statsOf(container)
  return stats === undefined ? json(statusWithout, `Unable to get container stats for: ${container.dockerId}`) : json(200, stats)
}

function taskStats(task: LiveTask): Answer {
  return json(200, Object.fromEntries(task.containers.map((container) => [container.dockerId, task.statsOf(container) ?? {}])))
}

interface Unknown {
  readonly status: number
  words(id: string): string
}

const notFound = (handler: string, words: (id: string) => string): Unknown => refused(404, handler, words)
const refused = (status: number, handler: string, words: (id: string) => string): Unknown => ({
  status,
  words: (id) => `${handler}: ${words(id)}`,
})

function wholeMinute(time: Date): string {
  return new Date(Math.floor(time.getTime() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z')
}
