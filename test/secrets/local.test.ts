import { expect, test } from 'vitest'
import { openLocalStore } from '../../harness/secrets/local.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/key-aB3dE6'

async function findingsOf(text: string, options: { readonly tracked?: boolean } = {}) {
  return openLocalStore(await parseYamlSource('secrets.yaml', text), options).findings
}

test('a file in good order has no findings, and an empty one neither', async () => {
  expect(
    await findingsOf(
      `secretsManager: { shop/key: { arn: "${arn}", value: "synthetic" } }\nparameterStore: { /level: { type: String, value: info } }\n`,
    ),
  ).toEqual([])
  expect(await findingsOf('secretsManager: {}\n')).toEqual([])
})

test.each([
  ['an entry without ARN', 'secretsManager:\n  shop/key:\n    value: "synthetic"\n', 3, 'secretsManager.shop/key.arn is missing'],
  [
    'an ARN without its suffix',
    `secretsManager:\n  shop/key:\n    arn: "${arn.slice(0, -7)}"\n    value: "synthetic"\n`,
    3,
    'is not the full ARN of "shop/key"',
  ],
  [
    'the ARN of another secret',
    `secretsManager:\n  shop/other:\n    arn: "${arn}"\n    value: "synthetic"\n`,
    3,
    'is not the full ARN of "shop/other"',
  ],
  ['a number without quotes', `secretsManager:\n  shop/key:\n    arn: "${arn}"\n    value: 0123\n`, 4, 'value is a number'],
  ['no value', `secretsManager:\n  shop/key:\n    arn: "${arn}"\n`, 3, 'value is missing'],
  [
    'a key with a slip of the pen',
    `secretsManager:\n  shop/key:\n    arn: "${arn}"\n    vlaue: x\n    value: "synthetic"\n`,
    4,
    'unknown key "vlaue"',
  ],
  [
    'a type Parameter Store does not have',
    'parameterStore:\n  /level:\n    type: Text\n    value: info\n',
    3,
    'none of String, StringList, SecureString',
  ],
  ['an entry that is only a text', 'secretsManager:\n  shop/key: "synthetic"\n', 2, 'is a string, not a mapping'],
])('%s is a finding with its place', async (_, text, line, message) => {
  const findings = await findingsOf(text)
  expect(findings[0]).toMatchObject({
    id: 'local-secrets-are-well-formed',
    severity: 'error',
    file: 'secrets.yaml',
    message: expect.stringContaining(message),
  })
  expect(findings[0]?.line).toBe(line)
})

test('a file that is no YAML is a finding, too', async () => {
  expect(await findingsOf('secretsManager: { shop\n  - x')).toMatchObject([{ id: 'local-secrets-are-well-formed', severity: 'error' }])
})

// Put together here, so that nobody's scanner takes this file for a leak.
const live = [
  ['AKIA', 'Z7Q2WPLM5KDNRT3X', 'an AWS access key'],
  ['sk_live_', 'Zq8RtYwP3mNvKx2LbDs9', 'a Stripe live key'],
  ['sk-proj-', 'Zq8RtYwP3mNvKx2LbDs9Zq8RtYwP3mNvKx2LbDs9', 'an OpenAI key'],
  ['ghp_', 'Zq8RtYwP3mNvKx2LbDs9Zq8RtYwP3mNvKx2L', 'a GitHub token'],
] as const

test.each(live)('%s… looks live: a warning, an error in a file that git keeps, and never shown', async (prefix, rest, what) => {
  const text = `secretsManager: { shop/key: { arn: "${arn}", value: "${prefix}${rest}" } }\n`
  expect(await findingsOf(text)).toMatchObject([
    { id: 'local-secrets-are-synthetic', severity: 'warning', message: expect.stringContaining(what) },
  ])
  const tracked = await findingsOf(text, { tracked: true })
  expect(tracked).toMatchObject([{ severity: 'error', message: expect.stringContaining('git keeps this file') }])
  expect(JSON.stringify(tracked)).not.toContain(rest)
})

test.each([
  'AKIAIOSFODNN7EXAMPLE',
  'sk-proj-synthetic-synthetic-synthetic-synthetic-synthetic',
  'postgresql://app:synthetic@ep-cool-name-123456.us-east-1.aws.neon.tech/app?sslmode=require',
])('what is obviously made up, or has only the form of production, is let pass: %s', async (value) => {
  expect(await findingsOf(`secretsManager: { shop/key: { arn: "${arn}", value: "${value}" } }\n`, { tracked: true })).toEqual([])
})
