import { Command, CommanderError, InvalidArgumentError } from '@commander-js/extra-typings'
import type { RunOptions, Surroundings } from './commands/options.ts'
import { formats, giveReports, reportOrders } from './commands/reports.ts'
import { Trouble } from './findings/trouble.ts'
import { parseDuration } from './settings/duration.ts'
import type { Source } from './source/source.ts'
import type { Report } from './verdict/report.ts'
import { version } from './version.ts'

// Only this file writes, reads the command line and knows about signals.

class Interrupted extends Error {
  readonly exitCode: number

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`)
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

const controller = new AbortController()
const surroundings: Surroundings = {
  signal: controller.signal,
  version,
  progress: (line) => {
    process.stderr.write(`${line}\n`)
  },
}
/** A second signal this long after the first one ends the process at once; sooner, it is the same keystroke twice. */
const secondSignalAfterMs = 500
let firstSignalAt: number | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (firstSignalAt !== undefined) {
      if (performance.now() - firstSignalAt >= secondSignalAfterMs) process.exit(new Interrupted(signal).exitCode)
      return
    }
    firstSignalAt = performance.now()
    process.stderr.write('\ninterrupted: removing what was started\n')
    controller.abort(new Interrupted(signal))
  })
}
// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const program = new Command('ecs-preflight')
  .description('Runs the task definition you are about to deploy on this machine, the way Amazon ECS on Fargate would.')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ecs-preflight: ')) })

const collect = (value: string, previous: string[]): string[] => [...previous, value]
const durationArgument = (text: string): number => {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined) throw new InvalidArgumentError('Write 90s, 5m or 250ms.')
  return milliseconds
}

program
  .command('run', { isDefault: true })
  .description('the main job: resolve, start, watch, judge')
  .argument('[task-definition]', 'a file, - for standard input; by default the one in preflight.yaml')
  .option('--settings <file>', 'the settings; by default preflight.yaml beside the definition, then upwards')
  .option('--runtime <kind>', 'auto, docker or process', 'auto')
  .option('--secrets <file>', 'where valueFrom is answered')
  .option('--env <[container:]name=value>', 'override one variable; may repeat', collect, [])
  .option('--image <container=reference>', 'the image of a container; may repeat', collect, [])
  .option('--family <name>', 'the family, where the file has none')
  .option('--var <name=value>', 'fill a name of a template; may repeat', collect, [])
  .option('--var-file <file>', 'fill names from a file; may repeat', collect, [])
  .option('--max-wait <duration>', 'give up after this long', durationArgument)
  .option('--report <format[=file]>', `${formats.join(', ')}; may repeat`, collect, [])
  .option('--dry-run', 'print the plan, start nothing', false)
  .option('--force', 'start although rules or secrets gave errors', false)
  .option('--strict', 'warnings fail too', false)
  .action(async (file, options) => {
    const orders = reportOrders(options.report)
    const runOptions: RunOptions = {
      runtime: oneOf(options.runtime, ['auto', 'docker', 'process']),
      env: options.env,
      images: imagesOf(options.image),
      values: await valuesOf(options.var, options.varFile),
      dryRun: options.dryRun,
      force: options.force,
      strict: options.strict,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.secrets === undefined ? {} : { secrets: options.secrets }),
      ...(options.family === undefined ? {} : { family: options.family }),
      ...(options.maxWait === undefined ? {} : { maxWaitMs: options.maxWait }),
    }
    // A run shares its machine with the task it judges, and waits most of the time: 25 MB less are worth more than speed here.
    const { setFlagsFromString } = await import('node:v8')
    setFlagsFromString('--optimize-for-size')
    const { run } = await import('./commands/run.ts')
    const { report, plan, sources } = await run(file, runOptions, surroundings).catch(async (error: unknown) => {
      const { brokenOffReport } = await import('./commands/broken-off.ts')
      const report = brokenOffReport('run', file === undefined ? [] : [file], troubleOf(error), exitCodeOf(), version)
      // The sentence itself goes to standard error; what a pipeline reads is written all the same.
      process.stdout.write(
        await giveReports(
          report,
          orders.filter(({ format, file: target }) => format !== 'terminal' || target !== undefined),
          terminal([]),
        ),
      )
      throw error
    })
    if (options.dryRun && plan !== undefined) {
      const { planReport } = await import('./reports/plan.ts')
      process.stdout.write(planReport(plan, orders.some(({ format }) => format === 'json') ? 'json' : 'terminal'))
      process.exitCode = report.exitCode
      if (report.exitCode !== 0) process.stderr.write(await giveReports(report, [{ format: 'terminal' }], terminal(sources)))
      return
    }
    await give(report, orders, sources)
  })

program
  .command('lint')
  .description('read only: no engine, no network, no AWS')
  .argument('[task-definitions...]', 'files, - for standard input')
  .option('--settings <file>', 'the settings')
  .option('--image <container=reference>', 'the image of a container; may repeat', collect, [])
  .option('--family <name>', 'the family, where the file has none')
  .option('--report <format[=file]>', `${formats.join(', ')}; may repeat`, collect, [])
  .option('--var <name=value>', 'fill a name of a template; may repeat', collect, [])
  .option('--var-file <file>', 'fill names from a file; may repeat', collect, [])
  .option('--fix', 'apply the safe remedies in place', false)
  .option('--dry-run', 'with --fix: show the changes, write nothing', false)
  .option('--strict', 'warnings fail too', false)
  .action(async (files, options) => {
    const orders = reportOrders(options.report)
    const loading = {
      images: imagesOf(options.image),
      values: await valuesOf(options.var, options.varFile),
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.family === undefined ? {} : { family: options.family }),
    }
    if (options.fix) {
      const { fixInPlace } = await import('./commands/fix.ts')
      process.stdout.write(await fixInPlace(files, loading, options.dryRun))
      if (options.dryRun) return
    }
    const { lint } = await import('./commands/lint.ts')
    const { report, sources } = await lint(files, { ...loading, strict: options.strict }, surroundings)
    await give(report, orders, sources)
  })

program
  .command('secrets')
  .description('every valueFrom: where it is answered, what is wrong; never a value')
  .argument('[task-definition]', 'a file; by default the one in preflight.yaml')
  .option('--settings <file>', 'the settings')
  .option('--secrets <file>', 'where valueFrom is answered: a local store, or aws')
  .option('--fix', 'write full ARNs into the file', false)
  .option('--dry-run', 'with --fix: show the changes, write nothing', false)
  .option('--no-values', 'with AWS: prove that everything is there without reading a value')
  .option('--record <file>', 'write a local store with the shape of the real one and synthetic values')
  .option('--report <format[=file]>', formats.join(', '), collect, [])
  .action(async (file, { settings, secrets: store, record, ...options }) => {
    const orders = reportOrders(options.report)
    const { secrets } = await import('./commands/secrets.ts')
    const { report, text, sources } = await secrets(
      file,
      {
        ...options,
        ...(settings === undefined ? {} : { settings }),
        ...(store === undefined ? {} : { secrets: store }),
        ...(record === undefined ? {} : { record }),
      },
      surroundings,
    )
    if (orders.some((order) => order.format === 'terminal')) process.stdout.write(`${text}\n`)
    await give(report, orders, sources)
  })

program
  .command('rules')
  .description('the rules, checks and causes there are; one with its fixtures as example')
  .argument('[id]')
  .action(async (id) => {
    const { rulesText } = await import('./commands/rules.ts')
    process.stdout.write(await rulesText(id))
  })

program
  .command('fields')
  .description('every field of a task definition, and what becomes of it here')
  .action(async () => {
    const { fieldsTable } = await import('./task-definition/fields.ts')
    process.stdout.write(fieldsTable())
  })

program
  .command('compose')
  .description('the plan as docker-compose.yml, on standard output or into a file')
  .argument('[task-definition]', 'a file; by default the one in preflight.yaml')
  .option('--settings <file>', 'the settings')
  .option('--output <file>', 'write it there')
  .action(async (file, options) => {
    const { compose } = await import('./commands/compose.ts')
    const text = await compose(file, options, surroundings)
    if (text !== undefined) process.stdout.write(text)
  })

/** After trouble, what is still open has this long to end by itself. */
const lingersMs = 500

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
  // A connection to an engine that hangs must not keep the process.
  setTimeout(() => process.exit(), lingersMs).unref()
}

async function give(
  report: Report,
  orders: ReturnType<typeof reportOrders>,
  sources: readonly Pick<Source, 'file' | 'text'>[],
): Promise<void> {
  process.stdout.write(await giveReports(report, orders, terminal(sources)))
  process.exitCode = report.exitCode
}

function terminal(sources: readonly Pick<Source, 'file' | 'text'>[]) {
  const colour = process.stdout.isTTY && !process.env['NO_COLOR']
  return {
    width: Math.min(Math.max(process.stdout.columns || 80, 40), 120),
    colour,
    sources: new Map(sources.map(({ file, text }) => [file, text])),
  }
}

/** Exit code 2 and one sentence for trouble; a bug keeps its stack. */
function explain(error: unknown): number {
  const { reason } = controller.signal
  if (controller.signal.aborted && reason instanceof Interrupted) return reason.exitCode
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(
    error instanceof Trouble
      ? `ecs-preflight: ${error.message}\n`
      : `ecs-preflight: this is a defect of the tool, not of the task:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  return exitCodeOf()
}

/** What is known of a run that was broken off. */
function troubleOf(error: unknown): string {
  const { reason } = controller.signal
  return reason instanceof Interrupted ? reason.message : error instanceof Error ? error.message : String(error)
}

/** A signal's own code; everything else that breaks a run off leaves it untold. */
function exitCodeOf(): number {
  const { reason } = controller.signal
  return reason instanceof Interrupted ? reason.exitCode : 2
}

function oneOf<const Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === text)
  if (choice === undefined) throw new Trouble('words', `"${text}" is none of ${choices.join(', ')}: choose one`)
  return choice
}

/** What `--var` and `--var-file` give; reading definitions is loaded only where one is read. */
async function valuesOf(vars: readonly string[], files: readonly string[]): Promise<Record<string, string>> {
  if (vars.length === 0 && files.length === 0) return {}
  const { templateValues } = await import('./commands/definition-source.ts')
  return templateValues(vars, files)
}

function imagesOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=')
      if (equals < 1) throw new Trouble('words', `"--image ${text}" is not understood: write --image CONTAINER=REFERENCE`)
      return [text.slice(0, equals), text.slice(equals + 1)]
    }),
  )
}
