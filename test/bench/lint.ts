import { execFile } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { install } from '../package/install.ts'

// Prints how long the packed tool takes to read and judge, beside a bare Node measured in the same run. It asserts
// nothing: a busy machine is no defect.

const run = promisify(execFile)
const repository = join(import.meta.dirname, '..', '..')
const repeats = Number(process.env['BENCH_LINT_REPEATS'] ?? 15)
const many = 500
const withinMs = 60_000
const definition = join(repository, 'task-definition-prod.json')

await run('npm', ['run', 'build'], { cwd: repository, timeout: withinMs })
const home = await realpath(await mkdtemp(join(tmpdir(), 'ecs-preflight-bench-')))
try {
  const bin = await install(home)
  const files = await copies()
  const [bare, help, one, fromSources, single, all] = await medians([
    ['-e', '0'],
    [bin, '--help'],
    [bin, 'lint', definition],
    [join(repository, 'harness', 'cli.ts'), 'lint', definition],
    [bin, 'lint', files[0] ?? ''],
    [bin, 'lint', ...files],
  ])
  print('node -e 0, whole process', bare, 'ms')
  print('--help / node -e 0', help / bare, 'times', 'reach: at most 2')
  print('lint of task-definition-prod.json with its settings / node -e 0', one / bare, 'times', 'reach: at most 3')
  print('the same from sources / node -e 0', fromSources / bare, 'times')
  print(`lint of ${many} definitions in one call, each beyond the first`, (all - single) / (many - 1), 'ms', 'reach: at most 1')
  print(`peak memory of lint of ${many} definitions`, await peakMemory([bin, 'lint', ...files]), 'MiB', 'reach: at most 120')
} finally {
  await rm(home, { recursive: true, force: true })
}

/** Definitions that differ, in a directory of their own: each a family of its own. */
async function copies(): Promise<readonly string[]> {
  const text = await readFile(definition, 'utf8')
  const { family } = JSON.parse(text) as { family: string }
  const files = Array.from({ length: many }, (_, index) => join(home, `task-definition-${index + 1}.json`))
  await Promise.all(files.map((file, index) => writeFile(file, text.replaceAll(family, `${family}-${index + 1}`))))
  return files
}

/** The median of each command, taken in turns after one warm-up, so that all of them meet the same machine. In milliseconds. */
async function medians<const Commands extends readonly (readonly string[])[]>(
  commands: Commands,
): Promise<{ [Index in keyof Commands]: number }> {
  const times = commands.map((): number[] => [])
  for (let round = 0; round <= repeats; round += 1)
    for (const [index, words] of commands.entries()) {
      const startedAt = performance.now()
      await call(words)
      if (round > 0) times[index]?.push(performance.now() - startedAt)
    }
  return times.map((values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN) as {
    [Index in keyof Commands]: number
  }
}

/** What the kernel says a process held at most, written down by the process itself as it ends. In MiB. */
async function peakMemory(words: readonly string[]): Promise<number> {
  const file = join(home, 'status')
  const atExit = join(home, 'at-exit.cjs')
  await writeFile(
    atExit,
    `const fs = require('node:fs')\nprocess.on('exit', () => fs.writeFileSync(${JSON.stringify(file)}, fs.readFileSync('/proc/self/status')))`,
  )
  await call(['--require', atExit, ...words])
  return Number(/VmHWM:\s+(\d+)/.exec(await readFile(file, 'utf8'))?.[1] ?? Number.NaN) / 1024
}

/** Outside the repository, and with the compile cache in `home`, as on a machine that has called the tool before. */
async function call(words: readonly string[]): Promise<void> {
  await run(process.execPath, words, {
    cwd: home,
    env: { ...process.env, TMPDIR: home },
    timeout: withinMs,
    maxBuffer: 64 * 1_048_576,
  })
}

function print(what: string, value: number, unit: string, reach = ''): void {
  console.log(
    `${what.padEnd(66)} ${value.toFixed(unit === 'ms' || unit === 'times' ? 2 : 0).padStart(7)} ${unit.padEnd(5)} ${reach}`.trimEnd(),
  )
}
