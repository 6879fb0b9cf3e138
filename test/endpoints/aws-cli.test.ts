import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { openStore, secretArn } from './store.ts'

const installed = spawnSync('aws', ['--version']).status === 0

/** The real program, which knows nothing of us but the URL. */
function aws(url: string, ...words: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'ASIASYNTHETICSYNTHET',
    AWS_SECRET_ACCESS_KEY: 'synthetic',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_MAX_ATTEMPTS: '1',
  }
  return new Promise((resolve) => {
    execFile('aws', ['--endpoint-url', url, '--output', 'json', ...words], { env, timeout: 50_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err: err.trim() }),
    )
  })
}

describe.skipIf(!installed)('the AWS CLI (skipped where it is not installed)', () => {
  test('it reads a secret', async () => {
    await using store = await openStore()
    const { out } = await aws(store.url, 'secretsmanager', 'get-secret-value', '--secret-id', secretArn('shop/database-HqtDrG'))
    expect(JSON.parse(out)).toMatchObject({
      ARN: secretArn('shop/database-HqtDrG'),
      SecretString: 'synthetic-current',
      VersionStages: ['AWSCURRENT'],
    })
  })

  test('it says of a wrong ARN what it says on AWS', async () => {
    await using store = await openStore()
    const { code, err } = await aws(store.url, 'secretsmanager', 'get-secret-value', '--secret-id', secretArn('shop/database-000000'))
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(
      "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
    )
  })

  test('it reads parameters, and misses one in the words of AWS', async () => {
    await using store = await openStore()
    const { out } = await aws(store.url, 'ssm', 'get-parameters-by-path', '--path', '/shop', '--with-decryption')
    expect(JSON.parse(out).Parameters.map(({ Value }: { Value: string }) => Value)).toEqual(['info', 'a,b', 'synthetic-token-value'])
    const { err } = await aws(store.url, 'ssm', 'get-parameter', '--name', '/nobody')
    expect(err).toMatch(/An error occurred \(ParameterNotFound\) when calling the GetParameter operation:/)
  })
})
