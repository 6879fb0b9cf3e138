import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseValueFrom } from '../../harness/task-definition/value-from.ts'

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/config-aB3dE6'
const secret = {
  kind: 'secrets-manager',
  partition: 'aws',
  region: 'us-east-1',
  account: '111122223333',
  secretId: arn,
  secretName: 'shop/config-aB3dE6',
}

test.each([
  ['the ARN alone asks for the whole secret', arn, {}],
  ['a JSON key', `${arn}:username::`, { jsonKey: 'username' }],
  ['a version stage', `${arn}::AWSPREVIOUS:`, { versionStage: 'AWSPREVIOUS' }],
  ['a version id', `${arn}:::9d4cb84b-ad69-40c0-a0ab-cead36b967e8`, { versionId: '9d4cb84b-ad69-40c0-a0ab-cead36b967e8' }],
  ['a key of a stage', `${arn}:username:AWSPREVIOUS:`, { jsonKey: 'username', versionStage: 'AWSPREVIOUS' }],
  ['a key of a version', `${arn}:username::9d4c`, { jsonKey: 'username', versionId: '9d4c' }],
  ['all three', `${arn}:username:AWSPREVIOUS:9d4c`, { jsonKey: 'username', versionStage: 'AWSPREVIOUS', versionId: '9d4c' }],
  ['three colons and nothing between them', `${arn}:::`, {}],
])('%s', (_, valueFrom, more) => {
  expect(parseValueFrom(valueFrom)).toEqual({ ...secret, ...more })
})

test.each(['aws-cn', 'aws-us-gov'])('the partition %s is kept', (partition) => {
  const valueFrom = arn.replace('arn:aws:', `arn:${partition}:`)
  expect(parseValueFrom(valueFrom)).toMatchObject({ partition, secretId: valueFrom })
})

test.each([
  `${arn}:username`,
  `${arn}:username:`,
  `${arn}:a:b:c:d`,
  'arn:aws:secretsmanager:us-east-1:111122223333:secret:',
  'arn:aws:secretsmanager:us-east-1:111122223333:shop',
])('a wrong number of parts is refused in the words of the agent: %s', (valueFrom) => {
  expect(parseValueFrom(valueFrom)).toEqual({
    kind: 'invalid',
    reason: `trying to retrieve secret with value ${valueFrom} resulted in error: an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.`,
  })
})

test('the ARN of a parameter in a hierarchy stands for a name with a slash in front', () => {
  expect(parseValueFrom('arn:aws:ssm:eu-west-1:111122223333:parameter/shop/level')).toEqual({
    kind: 'parameter-store',
    partition: 'aws',
    region: 'eu-west-1',
    account: '111122223333',
    name: '/shop/level',
  })
})

test('the ARN of a plain parameter stands for its name', () => {
  expect(parseValueFrom('arn:aws:ssm:eu-west-1:111122223333:parameter/level')).toMatchObject({ name: 'level' })
})

test.each(['/shop/level', 'level', 'shop.level_1-a'])("a name is a parameter of the task's own region: %s", (name) => {
  expect(parseValueFrom(name)).toEqual({ kind: 'parameter-store', name })
})

test.each([
  'level:3',
  'a name',
  'x'.repeat(2049),
  '',
  'arn:aws:ssm:us-east-1:111122223333:parameter/x:3',
  'arn:aws:ssm:us-east-1:111122223333:x',
  'arn:aws:s3:::bucket/key',
])('neither a secret nor a parameter: %s', (valueFrom) => {
  expect(parseValueFrom(valueFrom).kind).toBe('invalid')
})

test('whatever stands there is understood or refused, never an exception, and what was understood can be written again', () => {
  const part = fc.stringMatching(/^[A-Za-z0-9/_.-]{0,12}$/u)
  fc.assert(
    fc.property(part, part, part, part, (name, key, stage, id) => {
      const asks = parseValueFrom(`${arn}${name}:${key}:${stage}:${id}`)
      const written = asks.kind === 'secrets-manager' && [asks.secretId, asks.jsonKey, asks.versionStage, asks.versionId].join(':')
      expect(written).toBe(`${arn}${name}:${key}:${stage}:${id}`)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => ['secrets-manager', 'parameter-store', 'invalid'].includes(parseValueFrom(text).kind)))
})
