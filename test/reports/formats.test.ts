import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../harness/findings/finding.ts'
import { printGithub } from '../../harness/reports/github.ts'
import { printSarif } from '../../harness/reports/sarif.ts'
import { documented } from '../../harness/rules/index.ts'

const findings: readonly Finding[] = [
  {
    id: 'awsvpc-host-port',
    severity: 'error',
    confidence: 'certain',
    message: 'hostPort 80 differs from containerPort 8080',
    remedy: 'take hostPort out, or write 8080',
    ecs: 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ecsSource: 'recorded',
    container: 'app',
    path: ['containerDefinitions', 0, 'portMappings', 1, 'hostPort'],
    file: 'services/my api/task.json',
    line: 14,
    column: 46,
  },
  {
    id: 'read-only-root',
    severity: 'info',
    confidence: 'certain',
    message: '100 % writable,\nall of it',
    file: './task:1.json',
    line: 3,
    column: 1,
    ignored: { reason: 'the cache is on disk' },
  },
  { id: 'no-engine', severity: 'warning', confidence: 'likely', message: '100 % sure: no,\r\nengine' },
]

describe('SARIF', () => {
  const log = JSON.parse(printSarif({ tool: '1.0.0', findings, documented })) as {
    readonly runs: readonly [
      {
        readonly results: readonly Record<string, unknown>[]
        readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } }
      },
    ]
  }

  test('is valid against the schema of version 2.1.0, with findings and without', () => {
    // It is written for draft 4, whose `id` is `$id` today; the rest of it reads the same.
    const { id: _id, $schema: _draft, ...current } = sarifSchema
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(current)
    validate(log)
    expect(validate.errors ?? []).toEqual([])
    expect(validate(JSON.parse(printSarif({ tool: '1.0.0', findings: [] })))).toBe(true)
    expect(validate({ ...log, version: '2.2' })).toBe(false)
  })

  test('names the place, the rule and its documentation', () => {
    const [{ results, tool }] = log.runs
    expect(results[0]).toMatchObject({
      ruleId: 'awsvpc-host-port',
      level: 'error',
      message: { text: 'hostPort 80 differs from containerPort 8080: take hostPort out, or write 8080' },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'services/my%20api/task.json' }, region: { startLine: 14, startColumn: 46 } },
          logicalLocations: [{ fullyQualifiedName: 'containerDefinitions[0].portMappings[1].hostPort' }],
        },
      ],
    })
    expect(tool.driver.rules[results[0]?.['ruleIndex'] as number]).toMatchObject({
      id: 'awsvpc-host-port',
      help: { text: documented.find((rule) => rule.id === 'awsvpc-host-port')?.about },
    })
  })

  test('keeps an ignored finding, as suppressed', () => {
    expect(log.runs[0].results[1]).toMatchObject({ level: 'note', suppressions: [{ justification: 'the cache is on disk' }] })
    expect(log.runs[0].results[0]).not.toHaveProperty('suppressions')
  })

  test('has no location for a finding without a file', () => expect(log.runs[0].results[2]).not.toHaveProperty('locations'))
})

describe('GitHub annotations', () => {
  test('are one workflow command a line, escaped, without what is ignored', () => {
    expect(printGithub({ tool: '1.0.0', findings })).toBe(
      [
        '::error file=services/my api/task.json,line=14,col=46,title=awsvpc-host-port::hostPort 80 differs from containerPort 8080%0AFix: take hostPort out, or write 8080%0AECS: When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
        '::warning title=no-engine::100 %25 sure: no,%0D%0Aengine',
        '',
      ].join('\n'),
    )
  })

  test('a file name cannot end its property', () => {
    const [named = ''] = printGithub({ tool: '1', findings: [{ ...findings[0], file: 'a:b,c%\n.json' } as Finding] }).split('\n')
    expect(named).toContain('file=a%3Ab%2Cc%25%0A.json,line=14')
  })
})
