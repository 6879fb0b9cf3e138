/** What the command line said, in the tool's own types. */
export interface RunOptions {
  readonly settings?: string
  readonly runtime: 'auto' | 'docker' | 'process'
  readonly secrets?: string
  /** `[CONTAINER:]NAME=VALUE`, as given. */
  readonly env: readonly string[]
  readonly maxWaitMs?: number
  readonly dryRun: boolean
  readonly force: boolean
  readonly strict: boolean
  readonly family?: string
  /** Image references by container name. */
  readonly images: Readonly<Record<string, string>>
  /** What fills the names of a template. */
  readonly values: Readonly<Record<string, string>>
}

/** What a command may do to the world besides what it is for. */
export interface Surroundings {
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** One line of progress, on standard error. Already without secrets. */
  readonly progress: (line: string) => void
  readonly version: string
}
