import './async-disposable-stack.ts'
import { lint } from './commands/lint.ts'
import { run } from './commands/run.ts'
import type { Report } from './verdict/report.ts'
import { version } from './version.ts'

export type { CheckOutcome } from './findings/check-outcome.ts'
export type { Evidence, Finding } from './findings/finding.ts'
export { Trouble, type TroubleCode } from './findings/trouble.ts'
export type { ContainerReport, DatabaseReport, Report, RunReport, TargetGroupReport, TaskReport, Verdict } from './verdict/report.ts'
export { version }

/** How a task definition is read. Every field has the meaning of the command line's option of that name. */
export interface LintTaskDefinitionOptions {
  /** The path of the settings; by default preflight.yaml beside the definition, then upwards. */
  readonly settings?: string
  /** The family, where the file has none. */
  readonly family?: string
  /** Image references by container name, for containers whose image a pipeline fills in. */
  readonly images?: Readonly<Record<string, string>>
  /** What fills the names of a template. */
  readonly values?: Readonly<Record<string, string>>
  /** Warnings fail too. Default: false. */
  readonly strict?: boolean
}

/** How a task is run. Every field has the meaning of the command line's option of that name. */
export interface RunTaskDefinitionOptions extends LintTaskDefinitionOptions {
  /** Where valueFrom is answered: the path of a local store, or `aws`. Default: as in the settings. */
  readonly secrets?: string
  /** Variables by name, or by `CONTAINER:NAME`, that take the place of the definition's. */
  readonly env?: Readonly<Record<string, string>>
  /** Give up after this many milliseconds: the verdict is then `cannot-tell`. Default: when ECS itself would have decided. */
  readonly maxWaitMs?: number
  /** Start although rules or secrets gave errors. Default: false. */
  readonly force?: boolean
  /** Aborting it stops and removes everything; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called with each line of progress, the containers' own output included, without secrets. */
  readonly onProgress?: (line: string) => void
}

/**
 * Reads and judges a task definition: no engine, no network, no AWS. Findings do not reject, they are in the report.
 * @param file its path; undefined: the one that preflight.yaml names
 * @returns the report that `ecs-preflight lint --report json` prints, without runs
 */
export async function lintTaskDefinition(file?: string, options: LintTaskDefinitionOptions = {}): Promise<Report> {
  const { strict = false, ...given } = options
  const { report } = await lint(file === undefined ? [] : [file], { ...given, strict }, surroundings({}))
  return report
}

/**
 * Runs a task definition on this machine's container engine as ECS would, judges it, and removes everything it started.
 * What is wrong with the task does not reject, it is in the report.
 * @param file its path; undefined: the one that preflight.yaml names
 * @returns the report that `ecs-preflight run --report json` prints
 * @throws {Trouble} when the world is in the way: no engine, an unreadable file, no credentials
 */
export async function runTaskDefinition(file?: string, options: RunTaskDefinitionOptions = {}): Promise<Report> {
  const { env = {}, images = {}, values = {}, force = false, strict = false, signal, onProgress, ...given } = options
  const { report } = await run(
    file,
    {
      ...given,
      runtime: 'auto',
      env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      images,
      values,
      dryRun: false,
      force,
      strict,
    },
    surroundings({ ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) }),
  )
  return report
}

function surroundings({ signal, onProgress }: Pick<RunTaskDefinitionOptions, 'signal' | 'onProgress'>) {
  return { version, signal: signal ?? new AbortController().signal, progress: onProgress ?? (() => undefined) }
}
