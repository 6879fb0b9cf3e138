import { randomUUID } from 'node:crypto'
import type { ContainerFacts, EndpointsConfiguration, LocalStore } from '../../endpoints/configuration.ts'
import type { ImageFacts } from '../../image/image-facts.ts'
import type { ContainerPlan } from '../../plan/container.ts'
import type { DatabasePlan } from '../../plan/database.ts'
import { clusterArnOf, dockerIdOf, taskArnOf } from '../../plan/identity.ts'
import type { TaskPlan } from '../../plan/task.ts'
import type { Fault } from '../../gateway/fault.ts'
import type { GatewayPlan } from '../runtime.ts'
import { endpointsAddress } from './endpoints-container.ts'
import type { TaskNetwork } from './network.ts'

const credentialsLastMs = 6 * 60 * 60_000

/** What the endpoints need to know of a plan. */
export interface PlannedForEndpoints extends Pick<TaskPlan, 'identity' | 'cpuUnits' | 'memoryMiB' | 'taskRoleArn' | 'service' | 'egress'> {
  readonly containers: readonly PlannedContainer[]
  readonly databases: readonly Pick<DatabasePlan, 'names' | 'connection' | 'faults'>[]
}

type PlannedContainer = Pick<
  ContainerPlan,
  'name' | 'index' | 'image' | 'cpuShares' | 'memoryMiB' | 'labels' | 'logDriver' | 'logOptions' | 'healthCheck'
>

/** What the endpoints of this task are told, once, before they open. */
export function endpointsConfiguration(
  plan: PlannedForEndpoints,
  network: Omit<TaskNetwork, 'id' | 'endpointsAddress'>,
  images: ReadonlyMap<string, ImageFacts>,
  gateway: GatewayPlan | undefined,
  localStore: LocalStore | undefined,
): EndpointsConfiguration {
  const { identity, databases, egress } = plan
  const allowed =
    egress === 'closed' ? [] : egress === 'open' ? [{ host: '*' }] : egress.map((entry) => ({ host: entry.replace(/:\d+$/, '') }))
  return {
    listen: { address: '0.0.0.0', httpPort: 80, dnsPort: 53 },
    identity: {
      region: identity.region,
      account: identity.account,
      availabilityZone: `${identity.region}a`,
      cluster: identity.cluster,
      taskId: identity.taskId,
      family: identity.family,
      revision: identity.revision,
      privateDnsName: privateDnsName(network.taskAddress, identity.region),
      ipv4Address: network.taskAddress,
      subnetCidr: network.subnet,
      macAddress: network.taskMacAddress,
      launchType: 'FARGATE',
    },
    task: {
      cpuUnits: plan.cpuUnits ?? 0,
      memoryMiB: plan.memoryMiB ?? 0,
      credentialsId: identity.credentialsId,
      tags: {},
      enableFaultInjection: false,
      inService: plan.service.described,
      ...(plan.taskRoleArn === undefined ? {} : { taskRole: syntheticCredentials(plan.taskRoleArn) }),
    },
    containers: plan.containers.map((container) => containerFacts(container, plan, images.get(container.name))),
    names: {
      standIns: databases.flatMap(({ names }) => names),
      address: endpointsAddress,
      allowed,
      search: [searchDomain(identity.region)],
    },
    ...(localStore === undefined ? {} : { secrets: localStore }),
    ...(gateway === undefined
      ? {}
      : {
          gateway: {
            listen: { address: '0.0.0.0', tlsPort: 443, postgresPort: 5432 },
            upstream: gateway.upstream,
            hosts: databases.map(({ connection }) => ({
              host: connection.host,
              neon: connection.neon !== undefined,
              plaintext: connection.sslmode === 'disable',
            })),
            certificate: gateway.certificate,
            faults: databases.flatMap(({ faults }) => faults) as readonly Fault[],
          },
        }),
  }
}

/** `ip-10-0-1-23.ec2.internal`, as a VPC's DNS names an address. */
export function privateDnsName(address: string, region: string): string {
  return `ip-${address.replaceAll('.', '-')}.${searchDomain(region)}`
}

/** The first region got its own name. */
export function searchDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
}

function containerFacts(container: PlannedContainer, { identity }: PlannedForEndpoints, image: ImageFacts | undefined): ContainerFacts {
  const taskId = taskArnOf(identity).split('/').at(-1) ?? ''
  return {
    name: container.name,
    image: container.image,
    imageId: image?.id ?? '',
    dockerId: dockerIdOf(identity, container.index),
    containerArn: `${clusterArnOf(identity).replace(':cluster/', ':container/')}/${taskId}/${randomUUID()}`,
    cpuUnits: container.cpuShares,
    ...(container.memoryMiB === undefined ? {} : { memoryMiB: container.memoryMiB }),
    labels: container.labels,
    ...(container.logDriver === undefined ? {} : { logDriver: container.logDriver }),
    logOptions: container.logOptions,
    healthCheck: container.healthCheck !== undefined,
    restartPolicy: false,
    volumes: [],
  }
}

/** Credentials that no AWS service accepts: a task on a desk must not act in an account by accident. */
function syntheticCredentials(roleArn: string): NonNullable<EndpointsConfiguration['task']['taskRole']> {
  return {
    roleArn,
    accessKeyId: 'ASIASYNTHETICPREFLIGHT',
    secretAccessKey: 'synthetic-secret-access-key-of-ecs-preflight',
    token: 'synthetic-session-token-of-ecs-preflight',
    expiration: new Date(Date.now() + credentialsLastMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  }
}
