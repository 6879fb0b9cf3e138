import type { GatewayConfiguration } from '../gateway/gateway.ts'

/** Everything the endpoints of one task are told before they open. Plain data: it travels as one line of JSON. */
export interface EndpointsConfiguration {
  readonly listen: ListenConfiguration
  readonly identity: TaskIdentity
  readonly task: TaskFacts
  readonly containers: readonly ContainerFacts[]
  readonly names: NamesConfiguration
  /** The local store, served at `POST /aws`. Absent: that path is not there. */
  readonly secrets?: LocalStore
  /** The database's front. Absent: no database is stood in for. */
  readonly gateway?: GatewayConfiguration
}

interface ListenConfiguration {
  /** `0.0.0.0` in a container, `127.0.0.1` where the endpoints run in the harness's own process. */
  readonly address: string
  /** 80 in a container; 0 takes any free one. */
  readonly httpPort: number
  /** UDP and TCP; 53 in a container; 0 takes any free one. */
  readonly dnsPort: number
}

/** Who the task is, as ECS would have named it. */
export interface TaskIdentity {
  readonly region: string
  /** 12 digits. */
  readonly account: string
  readonly availabilityZone: string
  /** The short name of the cluster. */
  readonly cluster: string
  /** 32 hexadecimal digits. */
  readonly taskId: string
  readonly family: string
  readonly revision: string
  /** `ip-10-0-1-23.eu-west-1.compute.internal`. */
  readonly privateDnsName: string
  readonly ipv4Address: string
  /** `10.0.1.0/24`. */
  readonly subnetCidr: string
  readonly macAddress: string
  readonly launchType: 'FARGATE'
}

export interface TaskFacts {
  /** 0: the task definition sets no limit; likewise for the memory. */
  readonly cpuUnits: number
  readonly memoryMiB: number
  /** What the credentials endpoint hands out; never the execution role's. Absent: the task has no task role. */
  readonly taskRole?: RoleCredentials
  /** The uuid at the end of AWS_CONTAINER_CREDENTIALS_RELATIVE_URI. */
  readonly credentialsId: string
  readonly tags: Readonly<Record<string, string>>
  readonly enableFaultInjection: boolean
  /** Task protection exists for tasks of a service only. */
  readonly inService: boolean
  /** Shown as ServiceName; the family where a service has no name here. */
  readonly serviceName?: string
}

interface RoleCredentials {
  readonly roleArn: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly token: string
  /** Any ISO 8601 time; handed out in UTC, ending in Z, because the SDKs refuse everything else. */
  readonly expiration: string
}

export interface ContainerFacts {
  readonly name: string
  /** As the task definition writes it. */
  readonly image: string
  /** `sha256:…` of the image's configuration. */
  readonly imageId: string
  /** `<taskId>-<10 digits>`: also the last part of the container's metadata URIs. */
  readonly dockerId: string
  readonly containerArn: string
  readonly cpuUnits?: number
  readonly memoryMiB?: number
  /** The task definition's dockerLabels; ECS's own are added. */
  readonly labels: Readonly<Record<string, string>>
  readonly logDriver?: string
  /** The task definition's options; a stream prefix is shown as the stream it makes. */
  readonly logOptions: Readonly<Record<string, string>>
  /** There is a health check in the task definition: without one no health is told. */
  readonly healthCheck: boolean
  /** A restart policy is enabled: without one no restart count is told. */
  readonly restartPolicy: boolean
  readonly volumes: readonly VolumeFacts[]
}

interface VolumeFacts {
  readonly dockerName?: string
  readonly source?: string
  readonly destination: string
}

/** Which names mean something in the task's network. Host names are compared without regard to case. */
export interface NamesConfiguration {
  /** Hosts that something beside the task stands in for: answered with `address`. */
  readonly standIns: readonly string[]
  /** This container's own address in the task's network. */
  readonly address: string
  /**
   * Hosts the task may reach: answered with their address, or by the resolver where they have none.
   * `*.example.com` allows every name below example.com, `*` every name there is.
   */
  readonly allowed: readonly AllowedHost[]
  /** The suffixes of the task's resolv.conf: a name that carries one is a step of a search, not a name of its own. */
  readonly search: readonly string[]
  /** `address` or `address:port` of the resolver for allowed hosts; default: this machine's first one. */
  readonly resolver?: string
}

export interface AllowedHost {
  readonly host: string
  readonly address?: string
}

/** What the Secrets Manager and Parameter Store endpoints answer from. */
export interface LocalStore {
  readonly secretsManager: readonly StoredSecret[]
  readonly parameterStore: readonly StoredParameter[]
}

/** The refusals of AWS that a stored value can be made to answer with. */
export type StoreFault = 'AccessDeniedException' | 'DecryptionFailure' | 'ThrottlingException' | 'InternalServiceError'

export interface StoredSecret {
  readonly name: string
  /** The full ARN, with its suffix. */
  readonly arn: string
  readonly description?: string
  readonly kmsKeyId?: string
  readonly createdAt?: string
  /** Set for a secret that is marked for deletion. */
  readonly deletedAt?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly versions: readonly StoredSecretVersion[]
  readonly fault?: StoreFault
}

export interface StoredSecretVersion {
  readonly id: string
  /** `AWSCURRENT`, `AWSPREVIOUS`, or the team's own. */
  readonly stages: readonly string[]
  readonly string?: string
  /** Base64. */
  readonly binary?: string
  readonly createdAt?: string
}

export interface StoredParameter {
  readonly name: string
  readonly type: 'String' | 'StringList' | 'SecureString'
  readonly value: string
  /** Default 1. */
  readonly version?: number
  /** Default: composed from the task's region and account. */
  readonly arn?: string
  readonly description?: string
  readonly keyId?: string
  readonly lastModifiedAt?: string
  readonly fault?: StoreFault
}
