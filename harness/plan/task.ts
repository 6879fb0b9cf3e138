import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { Sensitive } from '../sensitive/sensitive.ts'
import type { ServiceSettings, Settings, TargetGroupSettings } from '../settings/schema.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { type ContainerPlan, planContainer } from './container.ts'
import { type DatabasePlan, planDatabases } from './database.ts'
import { planEnvironment, type Variable } from './environment.ts'
import type { TaskIdentity } from './identity.ts'
import { planImage } from './image.ts'
import { unmetExpectations } from './expectations.ts'
import { notEmulated, type NotEmulated } from './not-emulated.ts'
import { trustVariables } from './trust.ts'

/** The task with every choice made. Plain data: the runtime and the agent follow it and decide nothing of their own about it. */
export interface TaskPlan {
  readonly identity: TaskIdentity
  /** CPU units; a ceiling over all containers. */
  readonly cpuUnits?: number
  /** MiB; a ceiling over all containers. */
  readonly memoryMiB?: number
  /** `amd64` or `arm64`, as the runtime platform asks. */
  readonly architecture: string
  readonly taskRoleArn?: string
  readonly containers: readonly ContainerPlan[]
  readonly databases: readonly DatabasePlan[]
  readonly service: { readonly described: boolean; readonly desiredCount: number; readonly gracePeriodMs: number }
  readonly targetGroup?: TargetGroupSettings
  readonly egress: Settings['network']['egress']
  readonly expect: Settings['expect']
  /** Variables that this tool adds to the task's own, for the report. */
  readonly added: readonly Variable[]
  /** What this task uses and this version does not play. */
  readonly notEmulated: readonly NotEmulated[]
}

export interface PlanInput {
  readonly definition: TaskDefinition
  readonly settings: Settings
  readonly identity: TaskIdentity
  /** By container, then by variable. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, Sensitive>>
  /** `--env`, by container. */
  readonly overrides: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** What the environment files give, by container. */
  readonly environmentFiles: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By container; undefined before the images are here. */
  readonly images: ReadonlyMap<string, ImageFacts>
  /** The store is a local one, so that its endpoint is told to the SDKs in the containers. */
  readonly localStore: boolean
}

/** Makes every choice there is to make about a task. Pure: nothing is asked, nothing is started. */
export function planTask(input: PlanInput): { readonly plan: TaskPlan; readonly findings: readonly Finding[] } {
  const { definition, settings, identity, images } = input
  const added = [...trustVariables(), ...storeVariables(input.localStore)]
  const environments = new Map(
    definition.containerDefinitions.map((container) => [
      container.name,
      planEnvironment(container, {
        image: images.get(container.name)?.environment ?? [],
        secrets: input.secrets.get(container.name) ?? new Map(),
        overrides: input.overrides.get(container.name) ?? new Map(),
        environmentFiles: input.environmentFiles.get(container.name) ?? new Map(),
        identity,
        hasTaskRole: definition.taskRoleArn !== undefined,
        added,
      }),
    ]),
  )
  const { databases, findings } = planDatabases(settings.databases, environments, settings.mirrors)
  const containers = definition.containerDefinitions.map((container) =>
    planContainer(container, {
      imagePlan: planImage(container.name, container.image, identity.family, settings),
      environment: environments.get(container.name) ?? [],
      taskMemoryMiB: definition.memory,
      facts: images.get(container.name),
    }),
  )
  const plan: TaskPlan = {
    identity,
    architecture: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'amd64',
    containers,
    databases,
    service: planService(settings.service),
    egress: settings.network.egress,
    expect: settings.expect,
    added,
    notEmulated: notEmulated(definition),
    ...(definition.cpu === undefined ? {} : { cpuUnits: definition.cpu }),
    ...(definition.memory === undefined ? {} : { memoryMiB: definition.memory }),
    ...(definition.taskRoleArn === undefined ? {} : { taskRoleArn: definition.taskRoleArn }),
    ...(settings.service?.targetGroup === undefined ? {} : { targetGroup: settings.service.targetGroup }),
  }
  return { plan, findings: [...findings, ...unmetExpectations(plan, settings).map((finding) => locate(finding, definition))] }
}

/** Without a service in the settings: one task, no grace period, no load balancer; the report says that nobody said so. */
function planService(service: ServiceSettings | undefined): TaskPlan['service'] {
  return {
    described: service !== undefined,
    desiredCount: service?.desiredCount ?? 1,
    gracePeriodMs: service?.healthCheckGracePeriod ?? 0,
  }
}

function storeVariables(localStore: boolean): readonly Variable[] {
  if (!localStore) return []
  const why = 'an application that reads its secrets itself reaches the local store'
  return ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_SSM'].map((name) => ({
    name,
    value: 'http://169.254.170.2/aws',
    origin: 'added',
    why,
  }))
}
