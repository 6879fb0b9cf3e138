import { describe, expect, test } from 'vitest'
import type { Cause } from '../../harness/diagnosis/cause.ts'
import { essentialContainerExited } from '../../harness/diagnosis/essential-container-exited.ts'
import { hangsOnDatabase } from '../../harness/diagnosis/hangs-on-database.ts'
import { causes, diagnose } from '../../harness/diagnosis/index.ts'
import { outOfMemory } from '../../harness/diagnosis/out-of-memory.ts'
import type { Finding } from '../../harness/findings/finding.ts'
import type { EnvironmentRead } from '../../harness/image/environment-reads.ts'
import type { Happening } from '../../harness/timeline/event.ts'
import { api } from '../checks/given.ts'
import { type Given, planOf } from '../plan/given.ts'
import { connected, ended, exited, listening, printed, probed, settled, staged, started, timelineOf, unhealthy } from '../timeline/given.ts'

type Event = readonly [number, Happening]

const reads = (...names: readonly string[]): readonly EnvironmentRead[] =>
  names.map((name, index) => ({ name, file: 'dist/index.js', line: index + 1, optional: false, indirect: false }))

function recognised(cause: Cause, given: Given, events: readonly Event[], read: readonly EnvironmentRead[] = []): readonly Finding[] {
  return cause.recognise({ plan: planOf(given), timeline: timelineOf(...events), reads: new Map([['api', read]]) })
}

describe('essential-container-exited', () => {
  test('an end without a word names exit code, ECS’s words, and the variables that the code reads but nobody sets', () => {
    const given = { containers: [{ environment: [{ name: 'PORT', value: '1' }] }] }
    const [finding] = recognised(
      essentialContainerExited,
      given,
      [
        [100, started()],
        [600, ended(1)],
        [600, exited],
      ],
      reads('PORT', 'JWT_SECRET', 'NODE_ENV', 'JWT_SECRET'),
    )
    expect(finding).toMatchObject({
      severity: 'error',
      message:
        '"api" ended by itself without a word, 0.5 s after its start, with exit code 1. Its code reads variables that nobody sets: JWT_SECRET (dist/index.js:2)',
      ecs: 'EssentialContainerExited: Essential container in task exited',
      ecsSource: 'recorded',
      path: ['containerDefinitions', 0, 'secrets'],
    })
    expect(finding?.remedy).toMatch(/^Add JWT_SECRET to "secrets"/)
  })

  test('its last lines are the evidence', () => {
    const lines = Array.from({ length: 8 }, (_, index): Event => [200 + index, printed(`line ${index}`)])
    const [finding] = recognised(essentialContainerExited, {}, [[100, started()], ...lines, [600, ended(1)], [600, exited]])
    expect(finding?.message).toContain('after 8 lines of output')
    expect(finding?.evidence?.map(({ text }) => text)).toEqual(['exit code 1', 'line 3', 'line 4', 'line 5', 'line 6', 'line 7'])
  })

  test.each([
    [0, /exit code 0 too/],
    [127, /not found or is not executable/],
    [139, /last lines of its output/],
  ])('exit code %i has its own remedy', (exitCode, remedy) => {
    expect(
      recognised(essentialContainerExited, {}, [
        [0, started()],
        [9, ended(exitCode)],
        [9, exited],
      ])[0]?.remedy,
    ).toMatch(remedy)
  })

  test.each<[string, Given, readonly Event[]]>([
    [
      'a container that was stopped',
      {},
      [
        [0, started()],
        [9, settled],
        [9, { type: 'stop-requested', container: 'api', signal: 'SIGTERM', stopTimeoutMs: 1 }],
        [10, ended(0)],
      ],
    ],
    [
      'one that was removed after the decision',
      {},
      [
        [0, started()],
        [9, unhealthy],
        [10, ended(137)],
      ],
    ],
    [
      'one that is not essential',
      { containers: [{ essential: false }] },
      [
        [0, started()],
        [9, ended(1)],
      ],
    ],
    [
      'a one-shot task that ended as expected',
      { settings: { expect: { exit: 3 } } },
      [
        [0, started()],
        [9, ended(3)],
        [9, exited],
      ],
    ],
    [
      'one that the kernel killed for its memory',
      {},
      [
        [0, started()],
        [9, ended(137, 'api', true)],
        [9, exited],
      ],
    ],
  ])('is not %s', (_, given, events) => {
    expect(recognised(essentialContainerExited, given, events)).toEqual([])
  })
})

describe('out-of-memory', () => {
  test('a container that the kernel killed', () => {
    expect(
      recognised(outOfMemory, {}, [
        [0, started()],
        [9, ended(137, 'api', true)],
        [9, exited],
      ]),
    ).toMatchObject([
      {
        severity: 'error',
        message: '"api" used more than its 1024 MiB of memory and was killed',
        ecs: 'OutOfMemoryError: Container killed due to memory usage',
      },
    ])
  })

  test('a process in it, which it survived', () => {
    expect(
      recognised(outOfMemory, {}, [
        [0, started()],
        [9, ended(0, 'api', true)],
        [9, exited],
      ])[0]?.message,
    ).toMatch(/a process in it was killed$/)
  })

  test('a container that is not essential is a warning', () => {
    expect(
      recognised(outOfMemory, { containers: [{ essential: false }] }, [
        [0, started()],
        [9, ended(137, 'api', true)],
      ])[0]?.severity,
    ).toBe('warning')
  })

  test('is not an exit code 137 alone', () => {
    expect(
      recognised(outOfMemory, {}, [
        [0, started()],
        [9, ended(137)],
        [9, exited],
      ]),
    ).toEqual([])
  })
})

describe('hangs-on-database', () => {
  const url = (value: string): Given => ({
    containers: [{ ...api, environment: [{ name: 'DATABASE_URL', value }] }],
    settings: { databases: [{ variable: 'DATABASE_URL' }] },
  })
  const given = url('postgresql://u:p@db.example/app')
  const neon = url('postgresql://u:p@ep-cool-name-123456.us-east-1.aws.neon.tech/app')
  const hangs: readonly Event[] = [
    [0, started()],
    [500, printed('connecting')],
    [300, probed(1)],
    [140_000, unhealthy],
  ]

  test('a container that waits for an answer that never comes', () => {
    const [finding] = recognised(hangsOnDatabase, given, [
      [0, started()],
      [400, connected()],
      [410, staged('tcp', 10)],
      [500, printed('connecting')],
      [140_000, unhealthy],
    ])
    expect(finding).toMatchObject({
      severity: 'error',
      confidence: 'likely',
      message:
        '"api" waits for its database: 1 connection to db.example in 140 s, none got an answer (the furthest came to "tcp"). It is silent since its last log line, 139.5 s ago, and never listened. ECS would have stopped it at 140 s at the latest.',
    })
  })

  test('a container that never tried says what was not seen, and silence since when', () => {
    const [finding] = recognised(hangsOnDatabase, given, hangs)
    expect(finding?.message).toBe(
      '"api" never connected to its database: no TLS, no upgrade, no query for db.example was seen at the gateway in 140 s, and even its name was never asked for. It is silent since its last log line, 139.5 s ago, and never listened. ECS would have stopped it at 140 s at the latest.',
    )
    expect(finding?.remedy).not.toContain('webSocketConstructor')
  })

  test('on Neon the usual reason is a driver without a WebSocket', () => {
    expect(recognised(hangsOnDatabase, neon, hangs)[0]?.remedy).toContain('neonConfig.webSocketConstructor = ws')
  })

  test.each<[string, readonly Event[]]>([
    [
      'a task that settled',
      [
        [0, started()],
        [300, probed(0)],
        [3300, settled],
      ],
    ],
    [
      'a task that another end cut short',
      [
        [0, started()],
        [300, { type: 'decided', why: 'essential-container-exited', container: 'log' }],
      ],
    ],
    ['a container whose query was answered', [...hangs.slice(0, 2), [600, connected()], [700, staged('query', 100)], [140_000, unhealthy]]],
    [
      'a container whose connection failed for a reason',
      [...hangs.slice(0, 2), [600, connected()], [700, staged('tls', 100, 'unknown authority')], [140_000, unhealthy]],
    ],
    [
      'a container that is ready while another is not',
      [
        [0, started()],
        [300, probed(0)],
        [400, listening()],
        [140_000, { type: 'decided', why: 'unhealthy', container: 'web' }],
      ],
    ],
    ['a container that was never started', [[140_000, { type: 'decided', why: 'gave-up' }]]],
  ])('is not %s', (_, events) => {
    expect(recognised(hangsOnDatabase, given, events)).toEqual([])
  })
})

test('every cause has an id of its own; together they tell all they recognise', () => {
  expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length)
  const context = { plan: planOf({}), timeline: timelineOf([0, started()], [9, ended(1)], [9, exited]), reads: new Map() }
  expect(diagnose(context).map(({ id }) => id)).toEqual(['essential-container-exited'])
})
