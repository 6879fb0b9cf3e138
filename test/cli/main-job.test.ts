import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { commandLine, expectExitCode, repository, withReport } from '../support/command-line.ts'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'

const reportKeys = ['schemaVersion', 'tool', 'command', 'verdict', 'exitCode', 'startedAt', 'durationMs', 'files', 'findings', 'runs']
const runKeys = [
  'taskDefinition',
  'settings',
  'verdict',
  'runtime',
  'timing',
  'task',
  'targetGroup',
  'databases',
  'checks',
  'findings',
  'fidelity',
  'notChecked',
  'standIns',
  'injected',
  'egress',
  'timeline',
]
const containerKeys = [
  'name',
  'image',
  'imageDigest',
  'essential',
  'lastStatus',
  'healthStatus',
  'exitCode',
  'reason',
  'startedAtMs',
  'listeningAtMs',
  'readyAtMs',
  'verdictAtMs',
  'health',
  'listening',
  'stop',
  'memory',
  'cpu',
  'restartCount',
  'logTail',
]
const databaseKeys = [
  'variable',
  'host',
  'engine',
  'version',
  'connected',
  'connectMs',
  'connectedAtMs',
  'connections',
  'protocol',
  'standIn',
  'stages',
]
const secretNames = ['DATABASE_URL', 'JWT_SECRET', 'OPENAI_API_KEY', 'SESSION_SECRET', 'FIREBASE_PRIVATE_KEY_BASE64']

requireEngine('the main job', (docker) => {
  test('the real task definition passes: five secrets, a database that was reached, HEALTHY, and nothing secret is told', async () => {
    const before = await listingOf(docker)
    const outcome = await withReport(['run'])
    const { report, stdout, stderr, text, temporaryFiles } = outcome

    expectExitCode(outcome, 0)
    expect(report).toMatchObject({ schemaVersion: 1, command: 'run', verdict: 'pass', exitCode: 0, files: ['task-definition-prod.json'] })
    expect(Object.keys(report)).toEqual(expect.arrayContaining(reportKeys))
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([])

    const [run] = report.runs
    if (run === undefined) throw new Error('the report has no run')
    expect(Object.keys(run)).toEqual(expect.arrayContaining(runKeys))
    expect(run).toMatchObject({
      taskDefinition: { file: 'task-definition-prod.json', family: 'aiglossarypro-api', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      settings: { file: 'preflight.yaml' },
      verdict: 'pass',
      runtime: { kind: 'docker' },
      timing: 'projected',
      task: { lastStatus: 'RUNNING', healthStatus: 'HEALTHY', stopCode: null, stoppedReason: null },
      targetGroup: { firstStatus: 200 },
    })
    expect(run.checks.map(({ id, outcome }) => [id, outcome])).toEqual(
      [
        'container-starts',
        'essential-container-stays-up',
        'listens-on-container-port',
        'connects-to-database',
        'health-check-succeeds',
        'target-group-gets-its-matcher',
        'expected-requests-are-answered',
        'stops-within-stop-timeout',
      ].map((id) => [id, 'pass']),
    )
    expect(run['notChecked']).not.toEqual([])

    const [container] = run.task.containers
    if (container === undefined) throw new Error('the report has no container')
    expect(Object.keys(container)).toEqual(expect.arrayContaining(containerKeys))
    expect(container).toMatchObject({ name: 'api', essential: true, healthStatus: 'HEALTHY', stop: { signal: 'SIGTERM', exitCode: 0 } })
    expect(container['listening']).toContainEqual(expect.objectContaining({ port: 8080 }))

    const [database] = run.databases
    if (database === undefined) throw new Error('the report has no database')
    expect(Object.keys(database)).toEqual(expect.arrayContaining(databaseKeys))
    expect(database).toMatchObject({
      variable: 'DATABASE_URL',
      engine: 'postgres',
      connected: true,
      protocol: 'neon-websocket',
      standIn: true,
      connectMs: expect.any(Number),
    })
    // The application refuses to start with one of its five variables missing, and says so when they are complete.
    expect(container['logTail']).toContainEqual(expect.stringContaining('environment complete'))

    for (const value of await secretValues())
      for (const [where, output] of Object.entries({ stdout, stderr, json: text }))
        expect(output.includes(value), `a secret's value in ${where}`).toBe(false)
    expect(temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [outcome.pid])
  }, 240_000)

  test('the plan of the main job names the five secrets, and shows none', async () => {
    const before = await listingOf(docker)
    const outcome = await commandLine(['run', '--dry-run', '--report', 'json'])
    const { stdout, stderr } = outcome

    expectExitCode(outcome, 0)
    for (const name of secretNames) expect(stdout).toContain(name)
    for (const value of await secretValues()) expect((stdout + stderr).includes(value)).toBe(false)
    await expectNothingNew(docker, before, [outcome.pid])
  }, 30_000)
})

/** What nobody may print: every value of the store, and the password in the connection string. */
async function secretValues(): Promise<readonly string[]> {
  const store = parse(await readFile(join(repository, 'fixtures', 'secrets.yaml'), 'utf8')) as {
    secretsManager: Record<string, { value: string }>
  }
  const values = Object.values(store.secretsManager).map(({ value }) => value)
  expect(values).toHaveLength(secretNames.length)
  const passwords = values.filter((value) => value.startsWith('postgresql://')).map((value) => new URL(value).password)
  expect(passwords).toHaveLength(1)
  return [...values, ...passwords]
}
