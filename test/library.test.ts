import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintTaskDefinition, runTaskDefinition, Trouble, version } from '../harness/index.ts'
import { repository } from './support/command-line.ts'

const wrongArn = join(repository, 'fixtures', 'scenarios', 'wrong-arn', 'task-definition.json')

test('lintTaskDefinition gives the report of lint, without runs', async () => {
  const report = await lintTaskDefinition(join(repository, 'task-definition-prod.json'))
  expect(report).toMatchObject({ command: 'lint', tool: version, verdict: 'pass', exitCode: 0, runs: [] })
})

test('lintTaskDefinition fails a file that ECS refuses, and with strict one that it only warns about', async () => {
  const refused = await lintTaskDefinition(join(repository, 'fixtures', 'rules', 'fargate-cpu-memory-pair', 'refused.json'))
  expect(refused.verdict).toBe('fail')
  expect(refused.findings.map(({ id }) => id)).toContain('fargate-cpu-memory-pair')
  await expect(lintTaskDefinition(wrongArn)).resolves.toMatchObject({ verdict: 'pass' })
  await expect(lintTaskDefinition(wrongArn, { strict: true })).resolves.toMatchObject({ verdict: 'fail' })
})

test('runTaskDefinition tells what is wrong with the task in its report, and starts nothing then', async () => {
  const report = await runTaskDefinition(wrongArn, { env: { 'api:PORT': '9090' } })
  expect(report).toMatchObject({ command: 'run', verdict: 'fail', exitCode: 1 })
  expect(report.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(['secret-arn-needs-suffix'])
  expect(report.runs).toMatchObject([{ runtime: undefined, timeline: [] }])
})

test('runTaskDefinition rejects with the trouble when the world is in the way', async () => {
  const missing = runTaskDefinition(join(repository, 'no-such-definition.json'))
  await expect(missing).rejects.toBeInstanceOf(Trouble)
  await expect(missing).rejects.toMatchObject({ code: 'file' })
  const unknownContainer = runTaskDefinition(wrongArn, { env: { 'worker:PORT': '9090' } })
  await expect(unknownContainer).rejects.toMatchObject({ code: 'words' })
})
