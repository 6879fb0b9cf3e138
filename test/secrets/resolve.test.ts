import { describe, expect, test } from 'vitest'
import { fixtureStore, resolve, revealed, secretArn, taskWith } from './given.ts'
import { resolveSecrets } from '../../harness/secrets/resolve.ts'

const config = secretArn('shop/config-aB3dE6')
const current = '11111111-1111-4111-8111-111111111111'
const previous = '22222222-2222-4222-8222-222222222222'

describe('what arrives in the variable', () => {
  test.each([
    ['the whole secret', secretArn('shop/plain-Qw3rTy'), 'hello-synthetic'],
    ['a JSON key', `${config}:password::`, 'synthetic-current'],
    ['a JSON key of a stage', `${config}:password:AWSPREVIOUS:`, 'synthetic-previous'],
    ['a JSON key of a version', `${config}:password::${previous}`, 'synthetic-previous'],
    ['a JSON key of a version without a stage', `${config}:password::33333333-3333-4333-8333-333333333333`, 'synthetic-oldest'],
    ['a stage and a version id that agree', `${config}:password:AWSCURRENT:${current}`, 'synthetic-current'],
    ['a whole stage', `${config}::AWSPREVIOUS:`, '{"username":"shop","password":"synthetic-previous"}'],
    ['a secret of another region', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/europe-Kk1Ll2', 'synthetic-european'],
    ['a parameter by its name', '/shop/log-level', 'verbose-synthetic'],
    ['a parameter by its ARN', 'arn:aws:ssm:us-east-1:111122223333:parameter/shop/api-key', 'synthetic-api-key'],
    ['a plain parameter by its ARN', 'arn:aws:ssm:us-east-1:111122223333:parameter/plain-name', 'synthetic-plain-name'],
    ['a list of texts, as its commas', '/shop/hosts', 'a.example,b.example'],
  ])('%s', async (_, valueFrom, value) => {
    const resolution = await resolve({ CONFIG: valueFrom })
    expect(resolution.findings).toEqual([])
    expect(revealed(resolution)).toEqual({ CONFIG: value })
  })

  test.each([
    ['a number below a million arrives as written, and is mentioned', 'port', '5432', 'info'],
    ['a truth value arrives as written, and is mentioned', 'debug', 'true', 'info'],
    ['a number from a million on arrives in exponent form', 'epoch', '1.754110382e+09', 'error'],
    ['null arrives as <nil>', 'nothing', '<nil>', 'error'],
    ['a list arrives in the notation of Go', 'hosts', '[a b]', 'error'],
  ])('%s', async (_, key, value, severity) => {
    const resolution = await resolve({ X: `${config}:${key}::` })
    expect(revealed(resolution)).toEqual({ X: value })
    expect(resolution.findings).toMatchObject([
      { id: 'json-value-is-text', severity, path: ['containerDefinitions', 0, 'secrets', 0, 'valueFrom'] },
    ])
  })
})

describe('a wrong ARN', () => {
  test('without its suffix is an error with the full ARN, and is answered as AWS would', async () => {
    const resolution = await resolve({ DATABASE_URL: secretArn('shop/database') })
    expect(resolution.findings).toMatchObject([
      {
        id: 'secret-arn-needs-suffix',
        severity: 'error',
        confidence: 'certain',
        container: 'api',
        path: ['containerDefinitions', 0, 'secrets', 0, 'valueFrom'],
        file: 'task.json',
        remedy: `Write ${secretArn('shop/database-HqtDrG')} (fixtures/secrets/store.yaml:4), or let \`ecs-preflight secrets --fix\` write it.`,
        ecs: expect.stringMatching(
          /^ResourceInitializationError: unable to pull secrets or registry auth: .*assumed-role\/ecsTaskExecutionRole/,
        ),
        ecsSource: 'recorded',
      },
    ])
    expect(resolution.findings[0]?.line).toBe(11)
    expect(revealed(resolution)).toEqual({ DATABASE_URL: 'postgresql://shop:synthetic-password@db.example.internal/shop' })
  })

  test('without its suffix, whose name ends as if it had one, is not found by AWS and named all the same', async () => {
    const resolution = await resolve({ X: secretArn('my-secret') })
    expect(resolution.findings).toMatchObject([
      { id: 'secret-arn-needs-suffix', remedy: expect.stringContaining(secretArn('my-secret-Zz9Yy8')) },
    ])
    expect(revealed(resolution)).toEqual({})
  })

  test('without its suffix, and denied because the policy names the full ARN, is told as that', async () => {
    const store = await fixtureStore()
    const denied = { status: 'refused', cause: 'denied', code: 'AccessDeniedException', message: 'User: x is not authorized' } as const
    const task = taskWith({ X: secretArn('shop/database'), Y: secretArn('shop/database-HqtDrG') })
    const { findings } = await resolveSecrets(task, { ...store, secret: async () => denied }, { signal: AbortSignal.timeout(10_000) })
    expect(findings.map(({ id }) => id)).toEqual(['secret-arn-needs-suffix', 'secret-can-be-read'])
  })

  test('the JSON key stays on the full ARN', async () => {
    const { findings } = await resolve({ X: secretArn('shop/config:password::') })
    expect(findings[0]?.remedy).toContain(`${config}:password::`)
  })

  test.each([
    ['of a name nobody knows', secretArn('nothing/like/it-aaaaaa'), 'Create it there'],
    ['with another suffix', secretArn('shop/database-AAAAAA'), 'another suffix'],
    ['of the wrong region', secretArn('shop/europe-Kk1Ll2'), 'in the region eu-west-1, not in us-east-1'],
    ['of the wrong account', 'arn:aws:secretsmanager:us-east-1:999999999999:secret:shop/database-HqtDrG', 'in the account 111122223333'],
    ['with a slip of the pen', secretArn('shop/databse-HqtDrG'), secretArn('shop/database-HqtDrG')],
  ])('%s', async (_, valueFrom, remedy) => {
    const { findings, answers } = await resolve({ X: valueFrom })
    expect(findings).toMatchObject([
      {
        id: 'secret-exists',
        remedy: expect.stringContaining(remedy),
        ecs: expect.stringContaining("ResourceNotFoundException: Secrets Manager can't find the specified secret."),
      },
    ])
    expect(answers).toMatchObject([{ variable: 'X', status: 'wrong', findingIds: ['secret-exists'] }])
  })

  test('with a tail that is one colon short', async () => {
    const { findings } = await resolve({ X: `${config}:password:` })
    expect(findings).toMatchObject([
      {
        id: 'value-from-can-be-read',
        remedy: expect.stringContaining(':username::'),
        ecs: expect.stringContaining('an invalid ARN format'),
      },
    ])
  })
})

describe('AWS says no', () => {
  test.each([
    ['a JSON key that is not there', `${config}:Password::`, 'secret-has-json-key', 'It is written "password" there.'],
    ['a key of no object', `${secretArn('shop/list-Aa1Bb2')}:a::`, 'secret-has-json-key', 'Take the key off'],
    ['a key of no JSON', `${secretArn('shop/plain-Qw3rTy')}:a::`, 'secret-has-json-key', 'Take the key off'],
    ['a stage that is not there', `${secretArn('shop/plain-Qw3rTy')}::AWSPREVIOUS:`, 'secret-has-version', 'list-secret-version-ids'],
    ['a version id that is not there', `${config}:password::99999999`, 'secret-has-version', 'list-secret-version-ids'],
    [
      'a stage and a version id that disagree',
      `${config}:password:AWSCURRENT:${previous}`,
      'secret-has-version',
      'list-secret-version-ids',
    ],
    ['a secret that is marked for deletion', secretArn('shop/gone-Ee5Ff6'), 'secret-is-not-deleted', 'restore-secret'],
    ['no permission', secretArn('shop/closed-Gg7Hh8'), 'secret-can-be-read', 'secretsmanager:GetSecretValue'],
    ['a key that does not decrypt', secretArn('shop/locked-Ii9Jj0'), 'secret-can-be-read', 'kms:Decrypt'],
    ['a binary secret', secretArn('shop/binary-Cc3Dd4'), 'secret-has-text', 'SecretString'],
    ['a parameter that is not there', '/shop/log-levels', 'parameter-exists', '/shop/log-level'],
    ['a parameter without its slash', 'shop/log-level', 'parameter-exists', 'called "/shop/log-level"'],
  ])('%s', async (_, valueFrom, id, remedy) => {
    const { findings } = await resolve({ X: valueFrom })
    expect(findings).toMatchObject([{ id, severity: 'error', remedy: expect.stringContaining(remedy) }])
  })

  test('the missing JSON key is told in the words of ECS', async () => {
    const { findings } = await resolve({ X: `${config}:nope::` })
    expect(findings[0]).toMatchObject({
      ecs: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key nope',
      ecsSource: 'recorded',
    })
    expect(findings[0]?.remedy).toContain('"username", "password", "port"')
  })
})

test('every problem is told at once, in the order of the definition', async () => {
  const { findings } = await resolve({
    A: '/nothing',
    B: secretArn('shop/database'),
    C: secretArn('shop/plain-Qw3rTy'),
    D: `${config}:nope::`,
  })
  expect(findings.map(({ id, path }) => [path?.[3], id])).toEqual([
    [0, 'parameter-exists'],
    [1, 'secret-arn-needs-suffix'],
    [3, 'secret-has-json-key'],
  ])
})

test('one secret with two keys is asked for once', async () => {
  const store = await fixtureStore()
  const asked: string[] = []
  const counting = {
    ...store,
    secret: (...[request, signal]: Parameters<typeof store.secret>) => (asked.push(request.secretId), store.secret(request, signal)),
  }
  const task = taskWith({ A: `${config}:username::`, B: `${config}:password::`, C: config })
  await resolveSecrets(task, counting, { signal: AbortSignal.timeout(10_000) })
  expect(asked).toEqual([config])
})

test('the same parameter in two containers is one of the names, and names go ten at a time', async () => {
  const store = await fixtureStore()
  const calls: number[] = []
  const counting = {
    ...store,
    parameters: (...args: Parameters<typeof store.parameters>) => (calls.push(args[1].length), store.parameters(...args)),
  }
  const secrets = Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [`P${index}`, index < 2 ? '/shop/log-level' : `/shop/missing-${index}`]),
  )
  const { findings } = await resolveSecrets(taskWith(secrets), counting, { signal: AbortSignal.timeout(10_000) })
  expect(calls).toEqual([10, 10, 3])
  expect(findings).toHaveLength(22)
})

test('options of the log driver are resolved beside the environment', async () => {
  const resolution = await resolve(
    {},
    { logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom: '/shop/api-key' }] } },
  )
  expect(resolution.values.size).toBe(0)
  expect(resolution.logOptions.get('api')?.get('splunk-token')?.reveal()).toBe('synthetic-api-key')
  expect(resolution.secretValues.map(({ name }) => name)).toEqual(['splunk-token'])
})

test.each([
  ['an ARN', secretArn('shop/registry-Mm3Nn4'), []],
  ['a name', 'shop/registry', []],
  ['a secret that is no pair', secretArn('shop/plain-Qw3rTy'), ['registry-credentials-are-complete']],
  ['a secret without a password', secretArn('shop/list-Aa1Bb2'), ['registry-credentials-are-complete']],
  ['no secret', 'shop/nothing-there', ['secret-exists']],
])('repositoryCredentials are checked: %s', async (_, credentialsParameter, ids) => {
  const { findings, values } = await resolve({}, { repositoryCredentials: { credentialsParameter } })
  expect(findings.map(({ id }) => id)).toEqual(ids)
  expect(values.size).toBe(0)
})

test('a parameter that is no SecureString, a port and a user name are not masked', async () => {
  const { secretValues } = await resolve({ A: '/shop/log-level', B: `${config}:username::`, C: `${config}:password::`, D: '/shop/api-key' })
  expect(secretValues.map(({ name }) => name)).toEqual(['C', 'D'])
})

test('trouble with the store is no finding: nothing can be told then', async () => {
  const store = await fixtureStore()
  const closed = {
    ...store,
    secret: async () => ({ status: 'refused', cause: 'no-credentials', code: 'CredentialsProviderError', message: 'none' }) as const,
  }
  const resolution = await resolveSecrets(taskWith({ A: config, B: secretArn('shop/plain-Qw3rTy') }), closed, {
    signal: AbortSignal.timeout(10_000),
  })
  expect(resolution.findings).toEqual([])
  expect(resolution.troubles).toMatchObject([{ code: 'CredentialsProviderError' }])
  expect(resolution.answers.map(({ status }) => status)).toEqual(['cannot-tell', 'cannot-tell'])
})

test('no value stands in what is told', async () => {
  const resolution = await resolve({
    A: config,
    B: `${config}:password::`,
    C: `${config}:epoch::`,
    D: secretArn('shop/database'),
    E: `${secretArn('shop/plain-Qw3rTy')}:x::`,
  })
  const told = JSON.stringify({ ...resolution, values: [...resolution.values].map(([name, values]) => [name, [...values]]) })
  for (const value of ['synthetic-current', 'synthetic-password', '1754110382e', 'hello-synthetic']) expect(told).not.toContain(value)
  expect(told).toContain('<sensitive>')
})
