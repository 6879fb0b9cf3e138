import type { TaskPlan } from '../../plan/task.ts'

/** What a plan does not say and a Compose project needs. */
export interface ComposeInput {
  readonly plan: TaskPlan
  /** The file the plan was made from, as a person names it. */
  readonly taskDefinition: string
  /** The stock image of the tool's own containers. */
  readonly toolImage: string
  /** Where the tool's own programs lie. */
  readonly tool: ToolLayout
  /** The variable of whoever runs Compose that holds a container's secret. */
  readonly secretVariable: (container: string, variable: string) => string
  /** By container: the arguments of its build with their defaults. */
  readonly buildArguments: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** How the database's stand-in is started. */
  readonly server: DatabaseServer
  /** File or directory of SQL: the path in the project, and the one in the endpoints container. */
  readonly schema?: BindMount
}

export interface BindMount {
  /** Relative to the Compose file, beginning with `./` or `../`. */
  readonly source: string
  readonly target: string
}

export interface ToolLayout {
  readonly mounts: readonly BindMount[]
  /** In the containers. */
  readonly endpointsProgram: string
  readonly watcherProgram: string
}

export interface DatabaseServer {
  readonly administrator: string
  readonly initdbArguments: readonly string[]
  readonly arguments: readonly string[]
}

/** Names of services, and where things lie in the tool's own containers. */
export const places = {
  /** What the endpoints hand to Postgres: certificate, key, access rules, the administrator's password. In memory only. */
  databaseDirectory: '/run/ecs-preflight/database',
  /** There as soon as the endpoints answer. */
  readyFile: '/tmp/ecs-preflight-ready',
} as const

/** The tool's own services. A container of the task that has such a name keeps it. */
export function serviceNames({ containers }: TaskPlan): { readonly pause: string; readonly endpoints: string; readonly postgres: string } {
  const taken = new Set(containers.map(({ name }) => name))
  const free = (name: string): string => (taken.has(name) ? free(`ecs-preflight-${name}`) : name)
  return { pause: free('pause'), endpoints: free('endpoints'), postgres: free('postgres') }
}
