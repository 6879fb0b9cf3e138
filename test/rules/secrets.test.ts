import { describe, expect, test } from 'vitest'
import { container, definition, lint } from '../task-definition/definitions.ts'

const sm = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:web/db-AbCdEf'
const ssm = 'arn:aws:ssm:us-east-1:111122223333:parameter/web/level'

const found = (valueFrom: string, more: readonly string[] = []): readonly string[] =>
  lint(
    definition({
      containerDefinitions: [container({ secrets: [valueFrom, ...more].map((from, index) => ({ name: `S${index}`, valueFrom: from })) })],
    }),
  ).map((finding) => finding.id)

describe('valueFrom', () => {
  test.each([
    sm,
    `${sm}:key::`,
    `${sm}::AWSPREVIOUS:`,
    `${sm}:::id`,
    `${sm}:key:AWSCURRENT:`,
    `${sm}:::`,
    ssm,
    '/web/level',
    'level',
    'a.b-c_d/e',
  ])('%s is right', (valueFrom) => expect(found(valueFrom)).toEqual([]))

  test.each([
    `${sm}:key`,
    `${sm}:key:`,
    `${sm}:a:b:c:d`,
    'arn:aws:s3:::bucket/key',
    'arn:aws:secretsmanager:us-east-1',
    'level:3',
    'my level',
    `${ssm}:3`,
    'secret:web/db',
  ])('%s is not', (valueFrom) => expect(found(valueFrom)).toEqual(['secret-value-from-is-valid']))

  test.each([
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:web/db',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:web/db:key::',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-web-secret',
  ])('%s lacks its six characters', (valueFrom) => expect(found(valueFrom)).toEqual(['secret-arn-needs-suffix']))

  test.each([
    ['arn:aws:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf', 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf'],
    ['arn:aws-cn:ssm:us-gov-west-1:111122223333:parameter/a', 'arn:aws-us-gov:ssm:us-gov-west-1:111122223333:parameter/a'],
    ['arn:aws:ssm:us-isob-east-1:111122223333:parameter/a', 'arn:aws-iso-b:ssm:us-isob-east-1:111122223333:parameter/a'],
  ])('%s is of another partition than %s', (wrong, right) => {
    expect(found(wrong)).toContain('partition-fits-region')
    expect(found(right)).not.toContain('partition-fits-region')
  })
})

test('one region among many is told; with a tie nobody can say which one is meant', () => {
  const elsewhere = ssm.replace('us-east-1', 'eu-west-1')
  expect(found(sm, [ssm, elsewhere])).toEqual(['regions-agree'])
  const halves = definition({
    containerDefinitions: [
      container({ logConfiguration: undefined, secrets: [ssm, elsewhere].map((valueFrom, index) => ({ name: `S${index}`, valueFrom })) }),
    ],
  })
  expect(lint(halves).map((finding) => finding.id)).not.toContain('regions-agree')
})

test('secrets of log drivers are judged like those of containers', () => {
  const logConfiguration = {
    logDriver: 'splunk',
    options: { 'splunk-url': 'https://splunk.example.com', mode: 'non-blocking' },
    secretOptions: [{ name: 'splunk-token', valueFrom: `${sm}:token` }],
  }
  const [finding] = lint(definition({ containerDefinitions: [container({ logConfiguration })] }))
  expect(finding).toMatchObject({
    id: 'secret-value-from-is-valid',
    path: ['containerDefinitions', 0, 'logConfiguration', 'secretOptions', 0, 'valueFrom'],
  })
})

test('a parameter of another account is an error, a secret of another account a warning', () => {
  const severities = (valueFrom: string) =>
    lint(definition({ containerDefinitions: [container({ secrets: [{ name: 'A', valueFrom }] })] })).map((finding) => [
      finding.id,
      finding.severity,
    ])
  expect(severities(ssm.replace('111122223333', '444455556666'))).toEqual([['ssm-parameter-of-this-account', 'error']])
  expect(severities(sm.replace('111122223333', '444455556666'))).toEqual([['secret-of-this-account', 'warning']])
})
