import type { Path } from '../source/source.ts'
import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import { onAwsvpc, onFargate } from './on-fargate.ts'
import type { Draft, Rule } from './rule.ts'

/** A field of a container that Fargate, or awsvpc and so Fargate too, refuses wherever it says anything. */
interface Row {
  readonly id: string
  readonly where: (definition: TaskDefinition) => boolean
  readonly path: Path
  readonly written: (container: ContainerDefinition) => boolean
  readonly why: string
  readonly remedy: string
  readonly ecs: Required<Pick<Draft, 'ecs' | 'ecsSource'>>
}

const compatible = (what: string): Row['ecs'] => recorded(`Fargate compatible task definitions do not support ${what}`)
const leaveOut = 'take it out'

const rows = [
  {
    id: 'fargate-no-privileged',
    where: onFargate,
    path: ['privileged'],
    written: (container) => container.privileged === true,
    why: 'a privileged container would be root on the host, and on Fargate the host is not yours',
    remedy: 'take privileged out; of the capabilities only SYS_PTRACE can be added',
    ecs: recorded("Fargate requires that the 'privileged' setting be 'false' at the container level."),
  },
  {
    id: 'fargate-no-devices',
    where: onFargate,
    path: ['linuxParameters', 'devices'],
    written: (container) => container.linuxParameters?.devices !== undefined,
    why: 'there are no devices of a host on Fargate',
    remedy: leaveOut,
    ecs: compatible('devices'),
  },
  {
    id: 'fargate-no-shared-memory-size',
    where: onFargate,
    path: ['linuxParameters', 'sharedMemorySize'],
    written: (container) => container.linuxParameters?.sharedMemorySize !== undefined,
    why: 'the size of /dev/shm cannot be set on Fargate',
    remedy: 'take it out; a program that needs more shared memory can be told to use a directory',
    ecs: compatible('sharedMemorySize'),
  },
  {
    id: 'fargate-no-max-swap',
    where: onFargate,
    path: ['linuxParameters', 'maxSwap'],
    written: (container) => container.linuxParameters?.maxSwap !== undefined,
    why: 'Fargate has no swap',
    remedy: leaveOut,
    ecs: compatible('maxSwap'),
  },
  {
    id: 'fargate-no-swappiness',
    where: onFargate,
    path: ['linuxParameters', 'swappiness'],
    written: (container) => container.linuxParameters?.swappiness !== undefined,
    why: 'Fargate has no swap',
    remedy: leaveOut,
    ecs: composed('Fargate compatible task definitions do not support swappiness'),
  },
  {
    id: 'fargate-no-docker-security-options',
    where: onFargate,
    path: ['dockerSecurityOptions'],
    written: (container) => container.dockerSecurityOptions.length > 0,
    why: 'SELinux and AppArmor labels are for a host of your own',
    remedy: leaveOut,
    ecs: compatible('dockerSecurityOptions'),
  },
  {
    id: 'fargate-no-gpu',
    where: onFargate,
    path: ['resourceRequirements'],
    written: (container) => container.resourceRequirements.some((requirement) => requirement.type === 'GPU'),
    why: 'Fargate has no GPUs',
    remedy: 'take it out, or run the task on EC2 or managed instances',
    ecs: recorded('Tasks using the Fargate launch type do not support GPU resource requirements.'),
  },
  {
    id: 'awsvpc-no-links',
    where: onAwsvpc,
    path: ['links'],
    written: (container) => container.links.length > 0,
    why: 'with awsvpc containers of a task reach each other at 127.0.0.1; links belong to bridge mode',
    remedy: "take it out, and use 127.0.0.1 with the other container's port",
    ecs: recorded('Links are not supported when networkMode=awsvpc.'),
  },
  {
    id: 'awsvpc-no-hostname',
    where: onAwsvpc,
    path: ['hostname'],
    written: (container) => container.hostname !== undefined,
    why: 'with awsvpc the host name is that of the network interface',
    remedy: leaveOut,
    ecs: recorded('hostname is not supported on container when networkMode=awsvpc.'),
  },
  {
    id: 'awsvpc-no-extra-hosts',
    where: onAwsvpc,
    path: ['extraHosts'],
    written: (container) => container.extraHosts.length > 0,
    why: "with awsvpc /etc/hosts is ECS's own",
    remedy: 'take it out; use a private hosted zone',
    ecs: recorded('Extra hosts are not supported on container when networkMode=awsvpc.'),
  },
  {
    id: 'awsvpc-no-dns-servers',
    where: onAwsvpc,
    path: ['dnsServers'],
    written: (container) => container.dnsServers.length > 0,
    why: 'with awsvpc names are resolved as the VPC says',
    remedy: "take it out; use the VPC's DHCP options",
    ecs: recorded('DNS servers are not supported on container when networkMode=awsvpc.'),
  },
  {
    id: 'awsvpc-no-dns-search-domains',
    where: onAwsvpc,
    path: ['dnsSearchDomains'],
    written: (container) => container.dnsSearchDomains.length > 0,
    why: 'with awsvpc names are resolved as the VPC says',
    remedy: "take it out; use the VPC's DHCP options",
    ecs: composed('DNS search domains are not supported on container when networkMode=awsvpc.'),
  },
  {
    id: 'awsvpc-no-disable-networking',
    where: onAwsvpc,
    path: ['disableNetworking'],
    written: (container) => container.disableNetworking === true,
    why: "with awsvpc all containers share the task's network",
    remedy: leaveOut,
    ecs: recorded('Disable Networking is not supported on container when networkMode=awsvpc.'),
  },
] as const satisfies readonly Row[]

export const fargateRefuses: readonly Rule[] = rows.map(ruleOf)

function ruleOf(row: Row): Rule {
  const field = row.path.join('.')
  return {
    id: row.id,
    severity: 'error',
    about: `${field} is refused ${row.where === onFargate ? 'on Fargate' : 'with networkMode awsvpc'}: ${row.why}.`,
    *check(definition) {
      if (!row.where(definition)) return
      for (const container of definition.containerDefinitions) {
        if (row.written(container))
          yield { message: `${container.name} has ${field}: ${row.why}`, remedy: row.remedy, ...row.ecs, ...at(container, ...row.path) }
      }
    },
  }
}
