import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { within } from '../../harness/waiting/within.ts'

export const repository = join(import.meta.dirname, '..', '..')
const program = join(repository, 'harness', 'cli.ts')
const defaultDeadlineMs = 120_000
/** One empty file a user and machine, which testcontainers keeps so that its processes can take turns. */
const lockOfTestcontainers = /^testcontainers-node-\d+\.lock$/

export interface Outcome {
  readonly pid: number
  /** The exit code; undefined when a signal ended it. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
  /** What it left in its own temporary directory. */
  readonly temporaryFiles: readonly string[]
}

export interface Options {
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
  /** It is killed after this long, and the test fails. */
  readonly deadlineMs?: number
}

/** The command line as a process of its own, while it runs. */
export interface Running {
  readonly pid: number
  readonly ended: Promise<Outcome>
  /** Resolves when its standard error has these words. Rejects when it ends without them. */
  said(words: string): Promise<void>
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
}

/** Runs the command line from sources and waits for its end. */
export async function commandLine(words: readonly string[], options: Options = {}): Promise<Outcome> {
  return (await startCommandLine(words, options)).ended
}

/** Starts the command line from sources, with a temporary directory that nobody else writes to. */
export async function startCommandLine(
  words: readonly string[],
  { cwd = repository, environment = {}, deadlineMs = defaultDeadlineMs }: Options = {},
): Promise<Running> {
  const own = await mkdtemp(join(tmpdir(), 'command-line-'))
  const temporary = join(own, 'tmp')
  await mkdir(temporary)
  const startedAt = performance.now()
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text
      for (const listener of listeners) listener()
    })
  }
  const pid = child.pid ?? 0
  const closed = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? undefined))
  })
  const end = async (): Promise<Outcome> => {
    try {
      const exitCode = await within(deadlineMs, `"${words.join(' ')}"`, closed)
      const tookMs = Math.round(performance.now() - startedAt)
      const left = await readdir(temporary, { recursive: true })
      return { pid, exitCode, ...printed, tookMs, temporaryFiles: left.filter((name) => !lockOfTestcontainers.test(name)) }
    } catch (cause) {
      child.kill('SIGKILL')
      throw new Error(`the command line was killed; it had said: ${printed.stderr}${printed.stdout}`, { cause })
    } finally {
      await rm(own, { recursive: true, force: true })
    }
  }
  const ended = end()
  ended.catch(() => undefined)
  return {
    pid,
    ended,
    signal: (name) => void child.kill(name),
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!printed.stderr.includes(words)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        closed.then(
          () => reject(new Error(`it ended without saying "${words}": ${printed.stderr}`)),
          (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
        )
      }),
  }
}

/** It ended with this exit code; if not, what it said is told. */
export function expectExitCode({ exitCode, stdout, stderr }: Outcome, expected: number): void {
  expect(exitCode, `${stderr}${stdout}`).toBe(expected)
}

/** A JSON report, with the directory it was written to gone. */
export async function withReport(
  words: readonly string[],
  options: Options = {},
): Promise<Outcome & { readonly report: JsonReport; readonly text: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'report-'))
  const file = join(directory, 'report.json')
  try {
    const outcome = await commandLine([...words, '--report', 'terminal', '--report', `json=${file}`], options)
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new Error(`there is no report; it ended with ${outcome.exitCode}: ${outcome.stderr}${outcome.stdout}`, { cause })
    })
    return { ...outcome, text, report: JSON.parse(text) as JsonReport }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** What the tests look at in a JSON report. Whether the keys are there is a test of its own. */
export interface JsonReport {
  readonly verdict: string
  readonly exitCode: number
  readonly findings: readonly JsonFinding[]
  readonly runs: readonly JsonRun[]
}

export interface JsonFinding {
  readonly id: string
  readonly severity: string
  readonly message: string
  readonly remedy: string
  readonly ecs: string | null
  readonly container: string | null
  readonly evidence: readonly { readonly kind: string; readonly text: string }[]
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
}

export interface JsonRun {
  readonly [key: string]: unknown
  readonly runtime: object | null
  readonly task: {
    readonly lastStatus: string
    readonly healthStatus: string
    readonly stopCode: string | null
    readonly stoppedReason: string | null
    readonly containers: readonly { readonly [key: string]: unknown; readonly name: string; readonly exitCode: number | null }[]
  }
  readonly databases: readonly {
    readonly [key: string]: unknown
    readonly connected: boolean
    readonly stages: readonly { readonly stage: string; readonly outcome: string }[]
  }[]
  readonly checks: readonly { readonly id: string; readonly outcome: string }[]
  readonly timeline: readonly { readonly [key: string]: unknown; readonly type: string }[]
}
