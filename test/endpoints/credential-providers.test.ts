import { fromContainerMetadata, fromHttp, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { afterEach, expect, test, vi } from 'vitest'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { configuration, credentialsId } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

const handedOut = {
  accessKeyId: 'ASIASYNTHETICSYNTHET',
  secretAccessKey: 'synthetic-secret-access-key',
  sessionToken: 'synthetic-token',
  expiration: new Date('2099-01-02T09:04:05Z'),
}

/** The endpoint, and an environment in which nothing else has credentials. */
async function open() {
  const endpoints = await openEndpoints(configuration, () => undefined)
  const uri = `http://127.0.0.1:${endpoints.httpPort}/v2/credentials/${credentialsId}`
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'])
    vi.stubEnv(name, undefined)
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', uri)
  return { uri, [Symbol.asyncDispose]: () => endpoints[Symbol.asyncDispose]() }
}

test("the SDK's HTTP provider takes the credentials", async () => {
  await using endpoint = await open()
  expect(await fromHttp({ awsContainerCredentialsFullUri: endpoint.uri })()).toMatchObject(handedOut)
})

test("the SDK's container provider takes the credentials", async () => {
  await using _endpoint = await open()
  expect(await fromContainerMetadata({ timeout: 1000, maxRetries: 0 })()).toMatchObject(handedOut)
})

test("the SDK's default chain ends at the credentials", async () => {
  await using _endpoint = await open()
  expect(await fromNodeProviderChain()()).toMatchObject(handedOut)
})

test('the SDK says what the endpoint said of a wrong id', async () => {
  await using endpoint = await open()
  const wrong = fromHttp({ awsContainerCredentialsFullUri: `${endpoint.uri}0`, maxRetries: 0 })
  await expect(wrong()).rejects.toThrow(/Credentials not found|400/)
})
