import { execFile, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import './lint.ts'

// Prints the figures the project promises, each with its baseline measured in the same run. It asserts nothing: a busy
// machine is no defect. The images have to be there: run `npm run preflight` once before.

const run = promisify(execFile)
const repeats = Number(process.env['BENCH_REPEATS'] ?? 5)
const settleMs = 3000
const docker = new Docker()
const cli = join(import.meta.dirname, '..', '..', 'harness', 'cli.ts')
const image = 'ecs-preflight/aiglossarypro-api-api:local'
const environment = [
  'PORT=8080',
  'NODE_ENV=production',
  ...['DATABASE_URL', 'JWT_SECRET', 'SESSION_SECRET', 'OPENAI_API_KEY', 'FIREBASE_PRIVATE_KEY_BASE64'].map(
    (name) => `${name}=${name === 'DATABASE_URL' ? 'postgresql://u:synthetic@db.invalid/d' : 'c3ludGhldGlj'}`,
  ),
]
const limits = { Memory: 1024 * 1_048_576, MemorySwap: 1024 * 1_048_576, CpuPeriod: 100_000, CpuQuota: 50_000 }

const own = await median(repeats, ownTimeToReady)
const harness = await measureHarness()
const engine = await median(1, engineHealthy)

const difference = harness.wallMs - settleMs - own
print('container alone: docker run to its first log line of listening', own, 'ms')
print('harness: whole process, wall', harness.wallMs, 'ms')
print(`difference, settle time of ${settleMs} ms apart`, difference, 'ms', 'reach: at most 3000')
print('harness: container start to verdict on its health', harness.readyMs, 'ms')
print("engine's own health status: docker run to healthy", engine, 'ms')
print('the verdict comes sooner by', engine / (harness.wallMs - settleMs), 'times', 'reach: at least 8')
print('resident memory of the harness', harness.memoryMiB, 'MiB', 'reach: at most 150')

function print(what: string, value: number, unit: string, reach = ''): void {
  console.log(
    `${what.padEnd(66)} ${(unit === 'times' ? value.toFixed(1) : String(Math.round(value))).padStart(7)} ${unit.padEnd(5)} ${reach}`.trimEnd(),
  )
}

async function median(times: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let index = 0; index < times; index += 1) values.push(await measure())
  return middle(values)
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** From the call to the log line that says it listens, with the same limits as the harness gives. */
async function ownTimeToReady(): Promise<number> {
  const startedAt = performance.now()
  const container = await docker.createContainer({ Image: image, Env: environment, HostConfig: limits })
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true })
    const listening = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the container did not say within 30 s that it listens')), 30_000)
      stream.on('data', (chunk: Buffer) => {
        if (!chunk.toString().includes('listening')) return
        clearTimeout(timer)
        resolve()
      })
    })
    await container.start()
    await listening
    return performance.now() - startedAt
  } finally {
    await container.remove({ force: true, v: true })
  }
}

async function measureHarness(): Promise<{ wallMs: number; readyMs: number; memoryMiB: number }> {
  const runs: { wallMs: number; readyMs: number; memoryMiB: number }[] = []
  for (let index = 0; index < repeats; index += 1) runs.push(await oneRun())
  return {
    wallMs: middle(runs.map(({ wallMs }) => wallMs)),
    readyMs: middle(runs.map(({ readyMs }) => readyMs)),
    memoryMiB: middle(runs.map(({ memoryMiB }) => memoryMiB)),
  }
}

async function oneRun(): Promise<{ wallMs: number; readyMs: number; memoryMiB: number }> {
  const report = join(tmpdir(), `ecs-preflight-bench-${process.pid}.json`)
  const startedAt = performance.now()
  const child = spawn(process.execPath, [cli, 'run', '--report', `json=${report}`], { stdio: 'ignore' })
  let peakKiB = 0
  const sampling = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => {
        peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))
      },
      () => undefined,
    )
  }, 100)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  const wallMs = performance.now() - startedAt
  clearInterval(sampling)
  if (code !== 0) throw new Error(`the main job ended with ${code}: run "npm run preflight" and look`)
  const { runs } = JSON.parse(await readFile(report, 'utf8')) as {
    runs: [{ task: { containers: [{ startedAtMs: number; readyAtMs: number }] } }]
  }
  await rm(report)
  const [{ startedAtMs, readyAtMs }] = runs[0].task.containers
  return { wallMs, readyMs: readyAtMs - startedAtMs, memoryMiB: peakKiB / 1024 }
}

/** From the call until the engine itself calls the container healthy, by the production check. */
async function engineHealthy(): Promise<number> {
  const startedAt = performance.now()
  // The program of the check is ready at once: what is measured is the engine's schedule.
  const { stdout } = await run('docker', [
    'run',
    '-d',
    '--health-cmd',
    'true',
    '--health-interval',
    '30s',
    '--health-timeout',
    '10s',
    '--health-retries',
    '3',
    '--health-start-period',
    '60s',
    '--memory',
    '1024m',
    '--cpus',
    '0.5',
    '--entrypoint',
    'node',
    image,
    '-e',
    'setInterval(() => {}, 1000)',
  ])
  const container = docker.getContainer(stdout.trim())
  try {
    const deadline = startedAt + 90_000
    while (performance.now() < deadline) {
      const { State } = await container.inspect()
      if (State.Health?.Status === 'healthy') return performance.now() - startedAt
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the engine did not call the container healthy within 90 s')
  } finally {
    await container.remove({ force: true, v: true })
  }
}
