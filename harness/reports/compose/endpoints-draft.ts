import type { ContainerPlan } from '../../plan/container.ts'
import type { DatabasePlan } from '../../plan/database.ts'
import type { TaskPlan } from '../../plan/task.ts'
import { serviceNames } from './input.ts'

/** What the endpoints of a Compose project are told about the task. Plain data without secrets: it stands in the file as JSON. */
export interface EndpointsDraft extends Pick<TaskPlan, 'identity' | 'cpuUnits' | 'memoryMiB' | 'taskRoleArn' | 'service' | 'egress'> {
  readonly containers: readonly Pick<
    ContainerPlan,
    'name' | 'index' | 'image' | 'cpuShares' | 'memoryMiB' | 'labels' | 'logDriver' | 'logOptions' | 'healthCheck'
  >[]
  /** The variable that holds the connection string, and the stand-in behind the gateway. */
  readonly database?: Pick<DatabasePlan, 'variable' | 'faults'> & { readonly server: string }
  /** The name by which the task's address is found. */
  readonly task: string
  readonly forwards: readonly Forward[]
}

/** A port of the task, and the port of the endpoints container that leads there. */
export interface Forward {
  readonly listen: number
  readonly port: number
}

/** Taken by the endpoints themselves: names, agent and AWS, gateway. */
const taken = new Set([53, 80, 443, 5432])

export function endpointsDraft(plan: TaskPlan): EndpointsDraft {
  const { identity, cpuUnits, memoryMiB, taskRoleArn, service, egress } = plan
  const [database] = plan.databases
  const names = serviceNames(plan)
  return {
    identity,
    ...(cpuUnits === undefined ? {} : { cpuUnits }),
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
    ...(taskRoleArn === undefined ? {} : { taskRoleArn }),
    service,
    egress,
    containers: plan.containers.map((container) => ({
      name: container.name,
      index: container.index,
      image: container.image,
      cpuShares: container.cpuShares,
      labels: container.labels,
      logOptions: container.logOptions,
      ...(container.memoryMiB === undefined ? {} : { memoryMiB: container.memoryMiB }),
      ...(container.logDriver === undefined ? {} : { logDriver: container.logDriver }),
      ...(container.healthCheck === undefined ? {} : { healthCheck: container.healthCheck }),
    })),
    ...(database === undefined ? {} : { database: { variable: database.variable, faults: database.faults, server: names.postgres } }),
    task: names.pause,
    forwards: forwardsOf(plan),
  }
}

/** Every TCP port of the task. One that the endpoints themselves listen on is reached 10000 higher. */
export function forwardsOf({ containers }: TaskPlan): readonly Forward[] {
  const ports = containers.flatMap((container) => container.ports.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port))
  return [...new Set(ports)].map((port) => ({ port, listen: taken.has(port) ? port + 10_000 : port }))
}
