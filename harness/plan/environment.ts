import type { Sensitive } from '../sensitive/sensitive.ts'
import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskIdentity } from './identity.ts'
import { dockerIdOf } from './identity.ts'

/** Where a variable's value comes from. `injected` is ECS's own; `added` is what this tool adds and the report lists. */
export type Origin = 'image' | 'environment-file' | 'environment' | 'override' | 'secret' | 'injected' | 'added'

/** One variable of a container, as the process will see it. */
export interface Variable {
  readonly name: string
  readonly value: string | Sensitive
  readonly origin: Origin
  /** Why this tool added it. */
  readonly why?: string
}

export interface EnvironmentSources {
  readonly image: readonly string[]
  readonly secrets: ReadonlyMap<string, Sensitive>
  readonly overrides: ReadonlyMap<string, string>
  /** Of all the container's files, the first listed winning. */
  readonly environmentFiles: ReadonlyMap<string, string>
  readonly identity: TaskIdentity
  readonly hasTaskRole: boolean
  readonly added: readonly Variable[]
}

/**
 * The final environment, lowest precedence first so that later ones win: image, what this tool adds, environment files, environment,
 * run-time overrides, what ECS injects, secrets (the ECS agent merges them last, over everything).
 */
export function planEnvironment(container: ContainerDefinition, sources: EnvironmentSources): readonly Variable[] {
  const variables = new Map<string, Variable>()
  const put = (variable: Variable): void => {
    variables.set(variable.name, variable)
  }
  for (const entry of sources.image) {
    const equals = entry.indexOf('=')
    if (equals > 0) put({ name: entry.slice(0, equals), value: entry.slice(equals + 1), origin: 'image' })
  }
  for (const variable of regionVariables(container, sources)) put(variable)
  for (const variable of sources.added) if (!variables.has(variable.name)) put(variable)
  for (const [name, value] of sources.environmentFiles) put({ name, value, origin: 'environment-file' })
  for (const { name, value } of container.environment) put({ name, value, origin: 'environment' })
  for (const [name, value] of sources.overrides) put({ name, value, origin: 'override' })
  for (const variable of endpointVariables(container, sources)) put(variable)
  for (const [name, value] of sources.secrets) put({ name, value, origin: 'secret' })
  return [...variables.values()]
}

/** The region is injected under both names or, where either is set already, under none. */
function regionVariables(container: ContainerDefinition, { image, identity }: EnvironmentSources): Variable[] {
  const names = ['AWS_REGION', 'AWS_DEFAULT_REGION']
  const taken = names.some(
    (name) => container.environment.some((entry) => entry.name === name) || image.some((entry) => entry.startsWith(`${name}=`)),
  )
  return taken ? [] : names.map((name) => ({ name, value: identity.region, origin: 'injected' }))
}

function endpointVariables(container: ContainerDefinition, { identity, hasTaskRole }: EnvironmentSources): Variable[] {
  const id = dockerIdOf(identity, container.index)
  const variables: [string, string][] = [
    ['ECS_CONTAINER_METADATA_URI_V4', `http://169.254.170.2/v4/${id}`],
    ['ECS_CONTAINER_METADATA_URI', `http://169.254.170.2/v3/${id}`],
    ['ECS_AGENT_URI', `http://169.254.170.2/api/${id}`],
    ['AWS_EXECUTION_ENV', 'AWS_ECS_FARGATE'],
  ]
  if (hasTaskRole) variables.push(['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', `/v2/credentials/${identity.credentialsId}`])
  return variables.map(([name, value]) => ({ name, value, origin: 'injected' }))
}
