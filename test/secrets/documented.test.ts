import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { documentedSecrets } from '../../harness/secrets/documented.ts'
import { troubleMessage } from '../../harness/secrets/trouble.ts'

test('every file of an answer is documented under its name, and says more than its id', async () => {
  const ids = documentedSecrets.map(({ id }) => id)
  const files = (await readdir('harness/secrets/answers')).map((file) => file.replace('.ts', '')).filter((file) => file !== 'place')
  expect(ids).toEqual(expect.arrayContaining(files.filter((file) => file !== 'secret-arn-needs-suffix')))
  expect(new Set(ids).size).toBe(ids.length)
  for (const { about } of documentedSecrets) expect(about.length).toBeGreaterThan(40)
})

test.each([
  ['no-credentials', 'CredentialsProviderError', 'aws sso login'],
  ['no-credentials', 'RegionMissing', 'AWS_REGION'],
  ['expired-credentials', 'ExpiredTokenException', 'log in again'],
  ['throttled', 'ThrottlingException', 'wait a little'],
  ['unreachable', 'ECONNREFUSED', 'HTTPS_PROXY'],
] as const)('trouble with the store says what to do: %s %s', (cause, code, remedy) => {
  const message = troubleMessage({ status: 'refused', cause, code, message: 'AWS said so.' }, 'AWS')
  expect(message).toContain(`AWS could not be asked: AWS said so (${code}). `)
  expect(message).toContain(remedy)
})
