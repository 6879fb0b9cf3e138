import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
  type DescribeParametersCommandInput,
} from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { openStore } from './store.ts'

async function open(region = 'eu-west-1') {
  const store = await openStore()
  const client = new SSMClient({ ...store.client, region })
  return {
    client,
    get: async (Name: string, WithDecryption = true) => (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await store[Symbol.asyncDispose]()
    },
  }
}

const arn = (name: string) => `arn:aws:ssm:eu-west-1:111122223333:parameter${name}`

test('a parameter is answered by its name and by its ARN, with its version', async () => {
  await using aws = await open()
  for (const Name of ['/shop/log-level', arn('/shop/log-level')]) {
    expect(await aws.get(Name)).toMatchObject({
      Name: '/shop/log-level',
      Type: 'String',
      Value: 'info',
      Version: 3,
      ARN: arn('/shop/log-level'),
      DataType: 'text',
      LastModifiedDate: expect.any(Date),
    })
  }
  expect(await aws.get('plain')).toMatchObject({ Value: 'synthetic-plain', ARN: arn('/plain') })
  expect(await aws.get(arn('/plain'))).toMatchObject({ Name: 'plain' })
})

test('a version can be asked for, and only the newest one is there', async () => {
  await using aws = await open()
  expect(await aws.get('/shop/log-level:3')).toMatchObject({ Value: 'info', Selector: ':3' })
  await expect(aws.get('/shop/log-level:2')).rejects.toMatchObject({
    name: 'ParameterVersionNotFound',
    message: 'Systems Manager could not find version 2 of /shop/log-level. Verify the version and try again.',
  })
})

test('a SecureString that nobody asks to decrypt shows nothing of its value', async () => {
  await using aws = await open()
  expect((await aws.get('/shop/token'))?.Value).toBe('synthetic-token-value')
  const encrypted = (await aws.get('/shop/token', false))?.Value
  expect(encrypted).toMatch(/^AQICAH/)
  expect(Buffer.from(encrypted!, 'base64').toString('latin1')).not.toContain('synthetic')
})

test('a parameter that is not there, or in another region, is not found, without a word', async () => {
  await using aws = await open()
  await expect(aws.get('/nobody')).rejects.toMatchObject({ name: 'ParameterNotFound' })
  await using elsewhere = await open('us-east-1')
  await expect(elsewhere.get('/shop/log-level')).rejects.toMatchObject({ name: 'ParameterNotFound' })
})

test('several parameters come together, and names that are not there are told as invalid', async () => {
  await using aws = await open()
  const { Parameters, InvalidParameters } = await aws.client.send(
    new GetParametersCommand({ Names: ['/shop/hosts', '/nobody', 'plain', '/shop/log-level:9'], WithDecryption: true }),
  )
  expect(Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
    ['/shop/hosts', 'a,b'],
    ['plain', 'synthetic-plain'],
  ])
  expect(InvalidParameters).toEqual(['/nobody', '/shop/log-level:9'])
})

test('more than ten names at once are refused', async () => {
  await using aws = await open()
  const Names = Array.from({ length: 11 }, (_, index) => `p${index}`)
  await expect(aws.client.send(new GetParametersCommand({ Names }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/at 'names' failed to satisfy constraint: Member must have length less than or equal to 10$/),
  })
})

test('one parameter that is denied denies the request', async () => {
  await using aws = await open()
  await expect(aws.client.send(new GetParametersCommand({ Names: ['plain', '/denied'] }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(
      /is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111122223333:parameter\/denied/,
    ),
  })
})

test('a path gives what lies directly below it, or at any depth, page by page', async () => {
  await using aws = await open()
  const below = async (input: { Path: string; Recursive?: boolean; MaxResults?: number; NextToken?: string }) =>
    aws.client.send(new GetParametersByPathCommand(input))
  const names = async (input: Parameters<typeof below>[0]) => (await below(input)).Parameters?.map(({ Name }) => Name)
  expect(await names({ Path: '/shop' })).toEqual(['/shop/log-level', '/shop/hosts', '/shop/token'])
  expect(await names({ Path: '/shop/', Recursive: true })).toEqual(['/shop/log-level', '/shop/hosts', '/shop/token', '/shop/deep/er'])
  expect(await names({ Path: '/sho' })).toEqual([])
  const first = await below({ Path: '/shop', MaxResults: 2 })
  expect(first.Parameters).toHaveLength(2)
  expect(await names({ Path: '/shop', MaxResults: 2, NextToken: first.NextToken! })).toEqual(['/shop/token'])
  await expect(below({ Path: 'shop' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(below({ Path: '/shop', MaxResults: 11 })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(below({ Path: '/shop', NextToken: 'rubbish' })).rejects.toMatchObject({ name: 'InvalidNextToken' })
})

test('descriptions are filtered and have no value', async () => {
  await using aws = await open()
  const describe = async (input: DescribeParametersCommandInput) => (await aws.client.send(new DescribeParametersCommand(input))).Parameters
  expect(await describe({ ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] })).toMatchObject([
    { Name: '/shop/token', KeyId: 'alias/aws/ssm', Tier: 'Standard', Version: 1 },
  ])
  expect(await describe({ ParameterFilters: [{ Key: 'Name', Option: 'Contains', Values: ['log'] }] })).toMatchObject([
    { Description: 'How much is logged' },
  ])
  expect(await describe({ ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: ['/shop/deep'] }] })).toHaveLength(1)
  expect(await describe({ Filters: [{ Key: 'Name', Values: ['/shop'] }] })).toHaveLength(4)
  expect(JSON.stringify(await describe({}))).not.toContain('synthetic')
})

test('the store is never written to', async () => {
  await using aws = await open()
  await expect(aws.client.send(new PutParameterCommand({ Name: 'new', Value: 'synthetic', Type: 'String' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
})
