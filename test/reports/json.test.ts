import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonReport } from '../../harness/reports/json.ts'
import { exits, reportOf, stays } from './given.ts'

test.each([
  ['pass', reportOf(stays)],
  ['fail', reportOf(exits)],
])('the JSON report of a task that ends with "%s" is as promised', async (name, report) => {
  await expect(jsonReport(report)).toMatchFileSnapshot(join(import.meta.dirname, `golden/${name}.json`))
})

test('a key is never missing: what is not known is null', () => {
  const { findings, runs, trouble } = JSON.parse(jsonReport(reportOf(exits))) as {
    findings: Record<string, unknown>[]
    runs: { checks: Record<string, unknown>[]; task: { containers: Record<string, unknown>[] } }[]
    trouble: unknown
  }
  const keys = [
    'id',
    'severity',
    'confidence',
    'message',
    'remedy',
    'ecs',
    'ecsSource',
    'container',
    'evidence',
    'path',
    'file',
    'line',
    'column',
    'ignored',
  ]
  expect(Object.keys(findings[0] ?? {})).toEqual(keys)
  expect(findings[0]).toMatchObject({ file: null, line: null, ignored: null })
  expect(Object.keys(runs[0]?.checks[0] ?? {})).toEqual(expect.arrayContaining(['id', 'outcome', 'message', 'measured', 'limit']))
  expect(runs[0]?.task.containers[0]).toMatchObject({ readyAtMs: null, exitCode: 1 })
  expect(trouble).toBeNull()
})

test('no secret value is in it', () => {
  expect(jsonReport(reportOf(stays))).not.toContain('synthetic')
})
