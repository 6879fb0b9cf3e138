import { runChecks } from '../../harness/checks/index.ts'
import { diagnose } from '../../harness/diagnosis/index.ts'
import type { Finding } from '../../harness/findings/finding.ts'
import type { EnvironmentRead } from '../../harness/image/environment-reads.ts'
import type { TaskPlan } from '../../harness/plan/task.ts'
import type { Timeline } from '../../harness/timeline/recorder.ts'
import { exitCodeOf, verdictOf } from '../../harness/verdict/exit-code.ts'
import type { Report } from '../../harness/verdict/report.ts'
import { runReport } from '../../harness/verdict/run-report.ts'
import {
  connected,
  ended,
  exited,
  got,
  listening,
  asked,
  printed,
  probed,
  settled,
  staged,
  started,
  timelineOf,
} from '../timeline/given.ts'
import { planOf } from '../plan/given.ts'

const host = 'ep-quiet-term-12345678.us-east-1.aws.neon.tech'

/** The reference task, planned from synthetic values. */
export const plan = planOf({
  containers: [
    {
      portMappings: [{ containerPort: 8080 }],
      healthCheck: { command: ['CMD', 'node', 'health.js'], interval: 30, timeout: 10, retries: 3, startPeriod: 60 },
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop', 'awslogs-region': 'us-east-1' } },
      secrets: [{ name: 'DATABASE_URL', valueFrom: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/database-AbCdEf' }],
    },
  ],
  secrets: { api: { DATABASE_URL: `postgresql://app:synthetic@${host}/shop?sslmode=require` } },
  settings: {
    images: { api: { build: { context: '.' } } },
    databases: [{ variable: 'DATABASE_URL' }],
    service: { targetGroup: { container: 'api', port: 8080, path: '/health' } },
    expect: { requests: [{ path: '/api/search?q=machine+learning', within: '1s' }] },
  },
})

export const stays = timelineOf(
  [1200, started()],
  [1500, listening()],
  [1510, connected(1, host)],
  [1722, staged('query', 212)],
  [1800, probed(0, 'ok', 90)],
  [1800, { type: 'phase', name: 'ready' }],
  [1830, got(200, 'target-group', 21, '/health')],
  [1850, got(200, 'smoke', 9, '/api/search?q=machine+learning')],
  [2000, { type: 'name-asked', name: 'o123.ingest.sentry.io', outcome: 'refused' }],
  [2500, { type: 'name-asked', name: 'o123.ingest.sentry.io', outcome: 'refused' }],
  [4000, { type: 'sample', container: 'api', memoryBytes: 41_943_040, memoryPeakBytes: 44_040_192 }],
  [4850, probed(0, 'ok', 90)],
  [4850, settled],
  [4850, asked()],
  [5150, ended(0)],
)

export const exits = timelineOf([1200, started()], [1320, printed('shop starting on node v24')], [1700, ended(1)], [1700, exited])

const reads: readonly EnvironmentRead[] = [{ name: 'JWT_SECRET', file: 'dist/environment.js', line: 12, optional: false, indirect: false }]

export interface Ending {
  readonly findings?: readonly Finding[]
  readonly trouble?: string
  /** Nothing was started. */
  readonly blocked?: boolean
}

/** The report of a task that went so, judged by the real rooms. */
export function reportOf(
  timeline: Timeline,
  { findings: before = [], trouble, blocked = false }: Ending = {},
  of: TaskPlan = plan,
): Report {
  const checks = blocked ? [] : runChecks({ plan: of, timeline })
  const causes = blocked ? [] : diagnose({ plan: of, timeline, reads: new Map([['api', reads]]) })
  const findings = [...before, ...causes, ...checks.flatMap((outcome) => outcome.findings)]
  const verdict = verdictOf({ findings, checks, strict: false, ...(trouble === undefined ? {} : { trouble }) })
  const file = 'task-definition-prod.json'
  return {
    schemaVersion: 1,
    tool: '1.0.0',
    command: 'run',
    verdict,
    exitCode: exitCodeOf(verdict),
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: blocked ? 400 : 8200,
    files: [file],
    findings,
    runs: [
      runReport({
        plan: of,
        timeline,
        checks,
        findings,
        verdict,
        taskDefinition: { file, family: 'shop', sha256: '0'.repeat(64) },
        settings: { file: 'preflight.yaml', sha256: '1'.repeat(64) },
        runtime: blocked ? undefined : { kind: 'docker', version: '20.10.24', architecture: 'amd64', cpus: 2, memoryMiB: 24_000 },
        imageDigests: blocked ? new Map() : new Map([['api', `sha256:4be1${'0'.repeat(56)}c07a`]]),
        standIns: new Map([['DATABASE_URL', { version: '17.5', description: 'PostgreSQL 17.5 (postgres:17-alpine)' }]]),
      }),
    ],
    ...(trouble === undefined ? {} : { trouble }),
  }
}
