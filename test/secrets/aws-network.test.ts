import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../harness/gateway/certificate-authority.ts'

const host = 'secretsmanager.example.internal'
const run = promisify(execFile)

/** Asks for one secret in a process of its own, because Node reads authorities and proxies when it starts. */
const script = `
import { openAwsStore } from './harness/secrets/aws.ts'
const answer = await openAwsStore({ attempts: 1 }).secret({ secretId: 'shop/plain', region: 'us-east-1' }, AbortSignal.timeout(20_000))
console.log(answer.status === 'found' ? answer.value.text.reveal() : answer.cause + ' ' + answer.code)
`

let port = 0
let authorityFile = ''
const asked: string[] = []
const cleanUp: (() => unknown)[] = []

beforeAll(async () => {
  const authority = await createAuthority()
  const certificate = await authority.issue([host])
  const directory = await mkdtemp(join(tmpdir(), 'ecs-preflight-test-'))
  authorityFile = join(directory, 'authority.pem')
  await writeFile(authorityFile, authority.certificatePem)
  const service = createTlsServer({ key: certificate.keyPem, cert: certificate.certificatePem }, (request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      response.end(JSON.stringify({ ARN: 'arn', Name: 'shop/plain', SecretString: 'hello-synthetic', VersionStages: ['AWSCURRENT'] }))
    })
  })
  const proxy = createServer()
  const target = () => (service.address() as AddressInfo).port
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const through = connect(target(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    through.on('error', () => socket.destroy())
    socket.on('error', () => through.destroy())
  })
  for (const server of [service, proxy]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (proxy.address() as AddressInfo).port
  cleanUp.push(
    () => service.close(),
    () => proxy.close(),
    () => rm(directory, { recursive: true }),
  )
})

afterAll(async () => {
  for (const each of cleanUp) await each()
})

async function askWith(environment: Readonly<Record<string, string>>): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${host}`,
    AWS_ACCESS_KEY_ID: 'AKIASYNTHETICSYNTHET',
    AWS_SECRET_ACCESS_KEY: 'synthetic-secret-access-key',
    ...environment,
  }
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env, timeout: 30_000 })
  return stdout.trim()
}

test('AWS is asked through HTTPS_PROXY, and an authority that this machine was told to trust is trusted', async () => {
  const answer = await askWith({ HTTPS_PROXY: `http://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: authorityFile })
  expect(answer).toBe('hello-synthetic')
  expect(asked).toEqual([`${host}:443`])
})

test('a certificate that nobody vouches for is refused', async () => {
  expect(await askWith({ HTTPS_PROXY: `http://127.0.0.1:${port}` })).toMatch(/^unreachable [A-Z_]*(CERT|SIGNATURE|LEAF)[A-Z_]*$/)
})

test('NO_PROXY keeps a host away from the proxy', async () => {
  asked.length = 0
  expect(
    await askWith({ HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '.example.internal', NODE_EXTRA_CA_CERTS: authorityFile }),
  ).toMatch(/^unreachable /)
  expect(asked).toEqual([])
})
