import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../harness/findings/finding.ts'
import { terminalReport } from '../../harness/reports/terminal.ts'
import { atRight, row, wrap } from '../../harness/reports/terminal/layout.ts'
import { planOf } from '../plan/given.ts'
import { ended, exited, printed, probed, settled, started, timelineOf, unhealthy } from '../timeline/given.ts'
import { exits, plan, reportOf, stays } from './given.ts'

const definition = `{
  "family": "shop",
  "containerDefinitions": [
    { "name": "api", "secrets": [
      { "name": "DATABASE_URL", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/database" }
    ] }
  ]
}
`

const wrongArn: Finding = {
  id: 'secret-arn-needs-suffix',
  severity: 'error',
  confidence: 'likely',
  message:
    'the ARN ends without -XXXXXX; the store answers with a longer one. With a partial ARN AWS may answer, deny it to the execution role, or not find it',
  remedy: 'write arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/database-AbCdEf, or run ecs-preflight secrets --fix',
  ecs: 'TaskFailedToStart, ResourceInitializationError: unable to pull secrets or registry auth …',
  ecsSource: 'recorded',
  container: 'api',
  file: 'task-definition-prod.json',
  line: 5,
  column: 46,
}

const hangs = timelineOf(
  [1200, started()],
  [1320, printed('shop starting on node v24')],
  [1500, probed(1, 'fetch failed: connect ECONNREFUSED 127.0.0.1:8080')],
  [150_000, probed(1, 'fetch failed: connect ECONNREFUSED 127.0.0.1:8080')],
  [161_200, unhealthy],
)

const reports = {
  pass: reportOf(stays),
  fail: reportOf(exits),
  hangs: reportOf(hangs),
  'fail-before-start': reportOf(timelineOf(), { findings: [wrongArn], blocked: true }),
  'cannot-tell': reportOf(timelineOf(), {
    trouble: 'no container engine answers at /var/run/docker.sock: start one, or set DOCKER_HOST',
    blocked: true,
  }),
}

describe.each(Object.entries(reports))('%s', (name, report) => {
  test.each([80, 120])('reads well at %i columns', async (width) => {
    const text = terminalReport(report, { width, colour: false, sources: new Map([['task-definition-prod.json', definition]]) })
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, `golden/${name}.${width}.txt`))
    // A line may be wider only where one word has no room beside its label.
    expect(text.split('\n').filter((line) => line.length > width && line.trim().split(' ').length > 2)).toEqual([])
  })

  test('colour changes nothing but colour', () => {
    expect(stripVTControlCharacters(terminalReport(report, { width: 80, colour: true }))).toBe(
      terminalReport(report, { width: 80, colour: false }),
    )
    expect(terminalReport(report, { width: 80, colour: true })).not.toBe(terminalReport(report, { width: 80, colour: false }))
  })
})

test('a one-shot task says how it ended, not that it stays up', () => {
  const oneShot = planOf({ settings: { expect: { exit: 0 }, service: {} } })
  const text = terminalReport(reportOf(timelineOf([0, started()], [900, ended(0)], [900, exited]), {}, oneShot), {
    width: 80,
    colour: false,
  })
  expect(text).toMatch(/^PASS {5}shop starts, ends with exit code 0\n/)
})

test('several containers are told apart', () => {
  const two = planOf({ containers: [{ healthCheck: { command: ['CMD', 'a'] } }, { name: 'log-router', essential: false }] })
  const timeline = timelineOf(
    [0, started()],
    [5, started('log-router')],
    [300, { type: 'probe', container: 'api', exitCode: 0, durationMs: 10, output: '', timedOut: false }],
    [3300, settled],
  )
  const text = terminalReport(reportOf(timeline, {}, two), { width: 80, colour: false })
  expect(text).toContain('health   api: projected: HEALTHY at 30 s')
  expect(text).toContain('log-rou… ')
})

test('a finding that the settings ignore is named at the end, and not told', () => {
  const text = terminalReport(reportOf(stays, { findings: [{ ...wrongArn, ignored: { reason: 'known' } }] }, plan), {
    width: 80,
    colour: false,
  })
  expect(text).toMatch(/1 finding ignored by the settings: secret-arn-needs-suffix\n$/)
  expect(text).not.toContain('why')
})

test('a report without a run lists its findings, the gravest first', () => {
  const { runs: _, ...report } = reports.pass
  const findings: Finding[] = [{ id: 'b', severity: 'warning', confidence: 'certain', message: 'beware' }, wrongArn]
  const text = terminalReport({ ...report, command: 'lint', verdict: 'fail', findings, runs: [] }, { width: 80, colour: false })
  expect(text).toMatch(/^FAIL {5}task-definition-prod\.json: 1 error, 1 warning +8\.2 s\n/)
  expect(text.indexOf('secret-arn')).toBeLessThan(text.indexOf('warning b'))
})

test('a place is shown where its line says something: a brace alone does not', () => {
  const { runs: _, ...report } = reports.pass
  const at = (line: number): string =>
    terminalReport(
      { ...report, command: 'lint', findings: [{ ...wrongArn, line, column: 1 }], runs: [] },
      { width: 80, colour: false, sources: new Map([['task-definition-prod.json', definition]]) },
    )
  expect(at(2)).toContain('   2 | ')
  expect(at(1)).not.toContain('   1 | ')
})

test('text is broken at spaces only', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b'])
  expect(row('label', 'one two three four five six', 29)).toEqual(['label    one two three four', '         five six'])
  expect(atRight(['text'], '8 s', 10)).toEqual(['text   8 s'])
  expect(atRight(['longer text'], '8 s', 12)).toEqual(['longer text', '         8 s'])
})
