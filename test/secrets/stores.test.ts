import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAwsStore } from '../../harness/secrets/aws.ts'
import { resolveSecrets } from '../../harness/secrets/resolve.ts'
import type { SecretStore } from '../../harness/secrets/secret-store.ts'
import { secretStoreContract } from '../contracts/secret-store.ts'
import { openAccount, setEnvironment } from './aws-account.ts'
import { fixtureStore, revealed, secretArn, taskWith } from './given.ts'

let local: SecretStore
beforeAll(async () => {
  local = await fixtureStore()
})

secretStoreContract('the local store', () => local)

describe('AWS, as our own endpoints play it', () => {
  let account: Awaited<ReturnType<typeof openAccount>>
  beforeAll(async () => {
    account = await openAccount()
  })
  afterAll(async () => {
    await account[Symbol.asyncDispose]()
  })

  secretStoreContract('the AWS store', () => openAwsStore({ attempts: 2 }))

  test('both stores resolve a task to the same values and the same findings', async () => {
    const config = secretArn('shop/config-aB3dE6')
    const task = taskWith({
      A: `${config}:password:AWSPREVIOUS:`,
      B: secretArn('shop/plain'),
      C: '/shop/log-level',
      D: secretArn('my-secret'),
      E: `${config}:nope::`,
      F: '/shop/nothing',
      G: secretArn('shop/gone-Ee5Ff6'),
      H: `${config}:epoch::`,
    })
    const options = { signal: AbortSignal.timeout(20_000), defaultRegion: 'us-east-1' }
    const here = await resolveSecrets(task, local, options)
    const there = await resolveSecrets(task, openAwsStore(), options)
    expect(revealed(there)).toEqual(revealed(here))
    expect(there.findings.map(({ id, path }) => [id, path])).toEqual(here.findings.map(({ id, path }) => [id, path]))
    expect(there.findings.find(({ id }) => id === 'secret-arn-needs-suffix')?.remedy).toContain(
      `Write ${secretArn('shop/plain-Qw3rTy')} (AWS)`,
    )
  })

  test('without reading values it proves that a secret exists, has the version and the stage', async () => {
    const store = openAwsStore({ readsValues: false })
    const config = secretArn('shop/config-aB3dE6')
    const task = taskWith({
      A: `${config}:password:AWSPREVIOUS:`,
      B: `${config}:password:AWSPENDING:`,
      C: `${config}:password::99999999-9999-4999-8999-999999999999`,
      D: secretArn('shop/plain'),
      E: secretArn('shop/gone-Ee5Ff6'),
      F: '/shop/api-key',
      G: 'arn:aws:ssm:us-east-1:111122223333:parameter/plain-name',
      H: '/shop/nothing',
    })
    const resolution = await resolveSecrets(task, store, { signal: AbortSignal.timeout(20_000) })
    expect(resolution.findings.map(({ id, path }) => [path?.[3], id])).toEqual([
      [1, 'secret-has-version'],
      [2, 'secret-has-version'],
      [3, 'secret-arn-needs-suffix'],
      [4, 'secret-is-not-deleted'],
      [7, 'parameter-exists'],
    ])
    expect(resolution.values.size).toBe(0)
    expect(resolution.answers[0]).toMatchObject({
      status: 'found',
      stages: ['AWSPREVIOUS'],
      version: '22222222-2222-4222-8222-222222222222',
    })
  })

  test.each([
    ['no credentials', { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }, {}, 'no-credentials'],
    ['a profile that is not there', {}, { profile: 'nobody' }, 'no-credentials'],
    ['nobody who answers', { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1' }, {}, 'unreachable'],
    ['a host that is not there', { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://nobody.invalid' }, {}, 'unreachable'],
  ])('%s is trouble, not a finding', async (_, environment, options, cause) => {
    const restore = setEnvironment(environment)
    try {
      const store = openAwsStore({ attempts: 1, ...options })
      const resolution = await resolveSecrets(taskWith({ A: secretArn('shop/plain-Qw3rTy') }), store, {
        signal: AbortSignal.timeout(20_000),
      })
      expect(resolution.findings).toEqual([])
      expect(resolution.troubles).toMatchObject([{ cause }])
    } finally {
      restore()
    }
  })

  test('a server that never answers is given up after the deadline', async () => {
    const { createServer } = await import('node:net')
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const restore = setEnvironment({
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    })
    try {
      const store = openAwsStore({ deadlineMs: 300 })
      const answer = await store.secret({ secretId: 'shop/plain', region: 'us-east-1' }, AbortSignal.timeout(20_000))
      expect(answer).toMatchObject({
        status: 'refused',
        cause: 'unreachable',
        code: 'TimeoutError',
        message: 'AWS gave no answer within 0.3 s',
      })
    } finally {
      restore()
      silent.close()
    }
  })
})
