import { expect, test } from 'vitest'
import { driftFindings } from '../../harness/secrets/drift.ts'
import { openLocalStore } from '../../harness/secrets/local.ts'
import { recordStore } from '../../harness/secrets/record.ts'
import { resolveSecrets } from '../../harness/secrets/resolve.ts'
import { shapeOf } from '../../harness/secrets/shape.ts'
import { syntheticLike } from '../../harness/secrets/synthetic.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'
import { fixtureStore, revealed, secretArn, taskWith } from './given.ts'

const config = secretArn('shop/config-aB3dE6')
const task = taskWith({
  DATABASE_URL: secretArn('shop/database-HqtDrG'),
  PASSWORD: `${config}:password::`,
  EPOCH: `${config}:epoch::`,
  OLD: `${config}:password:AWSPREVIOUS:`,
  API_KEY: '/shop/api-key',
  LOG_LEVEL: '/shop/log-level',
  BY_ARN: 'arn:aws:ssm:us-east-1:111122223333:parameter/plain-name',
  GONE: '/shop/nothing',
})
const options = { signal: AbortSignal.timeout(20_000), defaultRegion: 'us-east-1' }

async function recorded(text: string) {
  return openLocalStore(await parseYamlSource('recorded.yaml', text), { tracked: true })
}

test('a recording answers for the same task with made-up values of the same form', async () => {
  const recording = await recordStore(task, await fixtureStore(), options)
  expect(recording.missing).toEqual([{ container: 'api', variable: 'GONE' }])
  const { store, findings } = await recorded(recording.text)
  expect(findings).toEqual([])
  const resolution = await resolveSecrets(task, store, options)
  expect(resolution.findings.map(({ id }) => id)).toEqual(['json-value-is-text', 'parameter-exists'])
  expect(revealed(resolution)).toEqual({
    DATABASE_URL: 'postgresql://shop:synthetic-syntheti@db.example.internal/shop',
    PASSWORD: 'synthetic-synthet',
    EPOCH: '1e+09',
    OLD: 'synthetic-syntheti',
    API_KEY: 'synthetic-synthet',
    LOG_LEVEL: 'verbose-synthetic',
    BY_ARN: 'synthetic-syntheticx',
  })
  expect(await driftFindings(task, { real: await fixtureStore(), recorded: store }, options)).toEqual([])
})

test('nothing of the real values is in a recording', async () => {
  const { text } = await recordStore(task, await fixtureStore(), options)
  for (const value of [
    'synthetic-password',
    'synthetic-current',
    'synthetic-previous',
    'synthetic-api-key',
    '1754110382',
    'synthetic-plain',
  ])
    expect(text).not.toContain(value)
})

test.each([
  ['a text', 'hunter2 hunter2', 15],
  ['a token', 'Zk9'.repeat(5), 15],
  ['Base64', Buffer.from('something secret in here, longer').toString('base64'), 44],
])('%s keeps its length and its kind', (_, value, length) => {
  const made = syntheticLike(value)
  expect(made).toHaveLength(length)
  expect(shapeOf(made).kind).toBe(shapeOf(value).kind)
  expect(made).not.toContain(value.slice(0, 6))
})

test.each([
  [
    'postgresql://app:hunter2@db.internal:5432/shop?sslmode=require&options=endpoint%3Dx',
    'postgresql://app:synthet@db.internal:5432/shop?sslmode=require&options=synthetic-sy',
  ],
  ['redis://:hunter2@cache.internal/0', 'redis://:synthet@cache.internal/0'],
  ['https://hooks.example.com/services/T0/B0/hunter2', 'https://hooks.example.com/synthetic-synthetic-sy'],
  ['https://api.example.com/?key=hunter2', 'https://api.example.com/?key=synthet'],
])('of a URL only what is no secret stays: %s', (value, made) => {
  expect(syntheticLike(value)).toBe(made)
})

test.each([
  ['a new key', '{ username: x, password: y }', 'the real one has the new key "port"'],
  ['a key that is gone', '{ username: x, password: y, port: 1, more: z }', 'the real one no longer has the key "more"'],
  [
    'a value of another kind',
    '{ username: x, password: y, port: "1" }',
    'key "port" is a number in the real store, and a text in the recorded one',
  ],
  ['a text in place of an object', '"plain"', 'is a JSON object in the real store, and a text in the recorded one'],
])('drift is told: %s', async (_, value, message) => {
  const file = (of: string) => recorded(`secretsManager: { shop/x: { arn: "${secretArn('shop/x-aaaaaa')}", value: ${of} } }\n`)
  const stores = { real: (await file('{ username: a, password: b, port: 2 }')).store, recorded: (await file(value)).store }
  const findings = await driftFindings(taskWith({ X: secretArn('shop/x-aaaaaa') }), stores, options)
  expect(findings).toMatchObject([
    { id: 'recorded-secrets-match-the-real-ones', severity: 'warning', message: expect.stringContaining(message), line: 11 },
  ])
})

test('a secret that was never recorded is drift', async () => {
  const empty = (await recorded('secretsManager: {}\n')).store
  const findings = await driftFindings(
    taskWith({ X: secretArn('shop/plain-Qw3rTy') }),
    { real: await fixtureStore(), recorded: empty },
    options,
  )
  expect(findings).toMatchObject([{ message: expect.stringContaining('the recorded one has not') }])
})
