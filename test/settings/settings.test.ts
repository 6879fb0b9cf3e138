import { describe, expect, test } from 'vitest'
import { parseDuration } from '../../harness/settings/duration.ts'
import { defaultSettings, readSettings } from '../../harness/settings/read.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'

async function read(...texts: readonly string[]) {
  const files = ['preflight.yaml', 'preflight.local.yaml']
  return readSettings(await Promise.all(texts.map((text, index) => parseYamlSource(files[index] ?? 'more.yaml', text))))
}

/** `preflight.yaml:2:3 message`, one a mistake. */
async function mistakes(...texts: readonly string[]): Promise<string[]> {
  const { settings, findings } = await read(...texts)
  expect(settings === undefined, 'a mistake leaves no settings, and no mistake leaves some').toBe(findings.length > 0)
  return findings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
}

describe('durations', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['250ms', 250],
    ['1.5h', 5_400_000],
    ['7', 7000],
    [' 2 s ', 2000],
  ])('"%s" is %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  test.each(['', 's', '-1s', '1d', '1s2', 'soon', '1e3s'])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('mistakes stand at their place', () => {
  test('an unknown key', async () => {
    expect(await mistakes('secrets: a.yaml\nsecret: b.yaml\n')).toEqual(['preflight.yaml:2:1 "secret" is no setting'])
  })

  test('an unknown key of a block, which is named', async () => {
    expect(await mistakes('service:\n  targetGroup:\n    container: api\n    port: 80\n    paths: /health\n')).toEqual([
      'preflight.yaml:5:5 "paths" is no setting of "service.targetGroup"',
    ])
  })

  test('a wrong type, a duration that is none, a day that is none', async () => {
    const found = await mistakes(
      'service:\n  desiredCount: many\nexpect:\n  readyWithin: soon\nignore:\n  - { id: a, reason: b, until: tomorrow }\n',
    )
    expect(found).toHaveLength(3)
    expect(found[0]).toMatch(/^preflight\.yaml:2:17 "service\.desiredCount": /)
    expect(found[1]).toBe('preflight.yaml:4:16 "expect.readyWithin": "soon" is no duration: write 90s, 5m or 250ms')
    expect(found[2]).toMatch(/^preflight\.yaml:6:\d+ "ignore\.0\.until": "tomorrow" is no date: write 2027-01-31$/)
  })

  test('YAML that cannot be read is one finding, and nothing else is guessed', async () => {
    const found = await mistakes('secrets: [a\n')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^preflight\.yaml:\d+:\d+ /)
  })

  test('a mistake of the local file stands there', async () => {
    expect(await mistakes('secrets: a.yaml\n', 'mirrors: 3\n')).toEqual([expect.stringMatching(/^preflight\.local\.yaml:1:10 "mirrors": /)])
  })
})

describe('preflight.local.yaml over preflight.yaml', () => {
  test('objects are merged key by key, lists and plain values are replaced', async () => {
    const { settings } = await read(
      'secrets: a.yaml\nmirrors: { x: y, n: m }\nexpect: { requests: [ { path: /a } ], staysUpFor: 1s }\n',
      'secrets: b.yaml\nmirrors: { n: other }\nexpect: { requests: [] }\n',
    )
    expect(settings).toMatchObject({ secrets: 'b.yaml', mirrors: { x: 'y', n: 'other' }, expect: { requests: [], staysUpFor: 1000 } })
  })

  test('an empty file changes nothing', async () => {
    const { settings } = await read('secrets: a.yaml\n', '# nothing\n')
    expect(settings?.secrets).toBe('a.yaml')
  })
})

test('without a file the defaults hold', async () => {
  const { settings } = await read('')
  expect(settings).toEqual(defaultSettings())
  expect(defaultSettings()).toMatchObject({
    network: { egress: 'closed' },
    expect: { staysUpFor: 3000, requests: [] },
    databases: [],
    ignore: [],
  })
})

test('a target group has the load balancer’s own defaults', async () => {
  const { settings } = await read('service:\n  targetGroup: { container: api, port: 80, matcher: 204 }\n')
  expect(settings?.service?.targetGroup).toEqual({
    container: 'api',
    port: 80,
    path: '/',
    interval: 30_000,
    timeout: 5000,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: '204',
  })
})
