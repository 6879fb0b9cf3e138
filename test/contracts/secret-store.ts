import { describe, expect, test } from 'vitest'
import type { SecretStore } from '../../harness/secrets/secret-store.ts'

const region = 'us-east-1'
const arn = (tail: string, at = region) => `arn:aws:secretsmanager:${at}:111122223333:secret:${tail}`
const config = arn('shop/config-aB3dE6')
const parameter = (name: string) => `arn:aws:ssm:${region}:111122223333:parameter/${name}`

/** What every place for secrets must answer, when it holds what fixtures/secrets/store.yaml holds. `store` is asked for at the beginning of each test. */
export function secretStoreContract(name: string, store: () => SecretStore): void {
  const ask = async (request: { secretId: string; versionStage?: string; versionId?: string; region?: string }) =>
    await store().secret({ region, ...request }, AbortSignal.timeout(20_000))
  const parameters = async (names: readonly string[]) => await store().parameters(region, names, AbortSignal.timeout(20_000))

  describe(`${name} answers as Secrets Manager does`, () => {
    test.each([
      ['a full ARN', { secretId: arn('shop/plain-Qw3rTy') }, 'hello-synthetic'],
      ['a partial ARN', { secretId: arn('shop/plain') }, 'hello-synthetic'],
      ['a name', { secretId: 'shop/plain' }, 'hello-synthetic'],
      ['the stage AWSPREVIOUS', { secretId: config, versionStage: 'AWSPREVIOUS' }, '{"username":"shop","password":"synthetic-previous"}'],
      [
        'a version id',
        { secretId: config, versionId: '33333333-3333-4333-8333-333333333333' },
        '{"username":"shop","password":"synthetic-oldest"}',
      ],
      ['another region', { secretId: arn('shop/europe-Kk1Ll2', 'eu-west-1'), region: 'eu-west-1' }, 'synthetic-european'],
    ])('%s is found, with the full ARN', async (_, request, value) => {
      const answer = await ask(request)
      expect(answer).toMatchObject({
        status: 'found',
        arn: expect.stringMatching(/^arn:aws:secretsmanager:.*-[A-Za-z0-9]{6}$/),
        name: expect.stringMatching(/^shop\//),
      })
      const content = answer.status === 'found' ? answer.value : undefined
      expect(content?.kind === 'string' && content.text.reveal()).toBe(value)
    })

    test('the version, its stages and its day come along', async () => {
      expect(await ask({ secretId: config })).toMatchObject({
        versionId: '11111111-1111-4111-8111-111111111111',
        versionStages: ['AWSCURRENT'],
        lastChanged: expect.stringMatching(/^2026-02-01T10:00:00(\.000)?Z$/),
      })
    })

    test('a binary secret has no text', async () => {
      expect(await ask({ secretId: arn('shop/binary-Cc3Dd4') })).toMatchObject({ status: 'found', value: { kind: 'binary' } })
    })

    test.each([
      [
        'a name that is not there',
        { secretId: 'shop/nothing' },
        'not-found',
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      ],
      [
        'a partial ARN that ends like a full one',
        { secretId: arn('my-secret') },
        'not-found',
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      ],
      [
        'a wrong suffix',
        { secretId: arn('shop/plain-AAAAAA') },
        'not-found',
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      ],
      [
        'the wrong region',
        { secretId: arn('shop/europe-Kk1Ll2') },
        'not-found',
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      ],
      [
        'a stage that is not there',
        { secretId: arn('shop/plain-Qw3rTy'), versionStage: 'AWSPREVIOUS' },
        'no-version',
        'ResourceNotFoundException',
        'staging label: AWSPREVIOUS',
      ],
      [
        'a version id that is not there',
        { secretId: config, versionId: '99999999-9999-4999-8999-999999999999' },
        'no-version',
        'ResourceNotFoundException',
        'VersionId: 99999999',
      ],
      [
        'a stage of another version',
        { secretId: config, versionId: '22222222-2222-4222-8222-222222222222', versionStage: 'AWSCURRENT' },
        'no-version',
        'ResourceNotFoundException',
        'VersionStage',
      ],
      [
        'a secret that is marked for deletion',
        { secretId: arn('shop/gone-Ee5Ff6') },
        'deleted',
        'InvalidRequestException',
        'marked for deletion',
      ],
      [
        'no permission',
        { secretId: arn('shop/closed-Gg7Hh8') },
        'denied',
        'AccessDeniedException',
        'is not authorized to perform: secretsmanager:GetSecretValue',
      ],
      ['a key that does not decrypt', { secretId: arn('shop/locked-Ii9Jj0') }, 'decryption', 'DecryptionFailure', "can't decrypt"],
      ['too many requests', { secretId: arn('shop/busy-Oo5Pp6') }, 'throttled', 'ThrottlingException', 'Rate exceeded'],
    ])('%s is refused in its words', async (_, request, cause, code, message) => {
      expect(await ask(request)).toEqual({ status: 'refused', cause, code, message: expect.stringContaining(message) })
    })
  })

  describe(`${name} answers as Parameter Store does`, () => {
    test('names and ARNs are found, with type and version, and told by what was asked', async () => {
      const { found, invalid, refused } = await parameters([
        '/shop/log-level',
        parameter('shop/api-key'),
        parameter('plain-name'),
        '/shop/hosts',
      ])
      expect([invalid, refused]).toEqual([[], []])
      expect(
        found.map(({ asked, name, type, version, value }) => [asked, name, type, version, value.kind === 'string' && value.text.reveal()]),
      ).toEqual([
        ['/shop/log-level', '/shop/log-level', 'String', 1, 'verbose-synthetic'],
        [parameter('shop/api-key'), '/shop/api-key', 'SecureString', 3, 'synthetic-api-key'],
        [parameter('plain-name'), 'plain-name', 'SecureString', 1, 'synthetic-plain-name'],
        ['/shop/hosts', '/shop/hosts', 'StringList', 1, 'a.example,b.example'],
      ])
    })

    test('what is not there is told by the name that was asked for', async () => {
      const { found, invalid } = await parameters(['/shop/nothing', '/shop/log-level', 'shop/log-level'])
      expect([found.map(({ asked }) => asked), invalid]).toEqual([['/shop/log-level'], ['/shop/nothing', 'shop/log-level']])
    })

    test('one that may not be read does not hide the others', async () => {
      const { found, invalid, refused } = await parameters(['/shop/log-level', '/shop/closed', '/shop/nothing'])
      expect(found.map(({ asked }) => asked)).toEqual(['/shop/log-level'])
      expect(invalid).toEqual(['/shop/nothing'])
      expect(refused).toMatchObject([
        {
          asked: '/shop/closed',
          refusal: { cause: 'denied', code: 'AccessDeniedException', message: expect.stringContaining('ssm:GetParameters') },
        },
      ])
    })
  })

  describe(`${name} knows what could have been meant`, () => {
    test.each([
      ['secret', 'shop/databse-HqtDrG', 'shop/database'],
      ['secret', 'shop/database', 'shop/database'],
      ['secret', 'my-secret', 'my-secret'],
      ['parameter', '/shop/log-levels', '/shop/log-level'],
      ['parameter', 'shop/log-level', '/shop/log-level'],
    ] as const)('a %s near %s', async (kind, wanted, nearest) => {
      const similar = await store().similar({ kind, name: wanted, region }, AbortSignal.timeout(20_000))
      expect(similar[0]?.name).toBe(nearest)
    })

    test('nothing near is nothing', async () => {
      expect(await store().similar({ kind: 'secret', name: 'quite/another-thing', region }, AbortSignal.timeout(20_000))).toEqual([])
    })
  })

  test(`${name} stops when it is told to`, async () => {
    const stopped = AbortSignal.abort(new Error('stopped by the test'))
    await expect(store().secret({ secretId: config, region }, stopped)).rejects.toThrow('stopped by the test')
  })
}
