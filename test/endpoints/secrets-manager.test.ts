import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
  type GetSecretValueCommandInput,
  type ListSecretsCommandInput,
} from '@aws-sdk/client-secrets-manager'
import { expect, test } from 'vitest'
import { openStore, secretArn } from './store.ts'
import { taskId } from './support.ts'

async function open(region = 'eu-west-1') {
  const store = await openStore()
  const client = new SecretsManagerClient({ ...store.client, region })
  return {
    client,
    url: store.url,
    get: (input: GetSecretValueCommandInput) => client.send(new GetSecretValueCommand(input)),
    async [Symbol.asyncDispose]() {
      client.destroy()
      await store[Symbol.asyncDispose]()
    },
  }
}

const notFound = { name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." }

test('a secret is answered by its full ARN, by its ARN without the suffix and by its name', async () => {
  await using aws = await open()
  for (const SecretId of [secretArn('shop/database-HqtDrG'), secretArn('shop/database'), 'shop/database']) {
    expect(await aws.get({ SecretId })).toMatchObject({
      ARN: secretArn('shop/database-HqtDrG'),
      Name: 'shop/database',
      SecretString: 'synthetic-current',
      VersionId: '00000000-0000-4000-8000-000000000002',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date('2026-01-02T00:00:00Z'),
    })
  }
})

test('a stage or a version id picks a version, and both together must mean the same one', async () => {
  await using aws = await open()
  const SecretId = 'shop/database'
  expect((await aws.get({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('synthetic-previous')
  const VersionId = '00000000-0000-4000-8000-000000000001'
  expect((await aws.get({ SecretId, VersionId })).SecretString).toBe('synthetic-previous')
  expect((await aws.get({ SecretId, VersionId, VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('synthetic-previous')
  await expect(aws.get({ SecretId, VersionId, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a stage or version that is not there is said by its name', async () => {
  await using aws = await open()
  await expect(aws.get({ SecretId: 'shop/database', VersionStage: 'AWSPENDING' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
  })
  const VersionId = '00000000-0000-4000-8000-00000000000f'
  await expect(aws.get({ SecretId: 'shop/database', VersionId })).rejects.toMatchObject({
    message: `Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`,
  })
})

test('a binary secret comes as bytes', async () => {
  await using aws = await open()
  const { SecretBinary, SecretString } = await aws.get({ SecretId: 'shop/key' })
  expect([Buffer.from(SecretBinary!).toString(), SecretString]).toEqual(['synthetic-binary', undefined])
})

test('a wrong suffix is not found, and neither is a secret of another region', async () => {
  await using aws = await open()
  for (const SecretId of [secretArn('shop/database-HqtDrX'), 'nobody', 'elsewhere', secretArn('elsewhere-x1x2x3', 'us-east-1')]) {
    await expect(aws.get({ SecretId })).rejects.toMatchObject(notFound)
  }
  await using there = await open('us-east-1')
  expect((await there.get({ SecretId: 'elsewhere' })).SecretString).toBe('synthetic-elsewhere')
})

test('a partial ARN whose name ends like a suffix is misread as a full one, as on AWS', async () => {
  await using aws = await open()
  await expect(aws.get({ SecretId: secretArn('db-master') })).rejects.toMatchObject(notFound)
  expect((await aws.get({ SecretId: 'db-master' })).SecretString).toBe('synthetic-master')
})

test('an ARN of another account is denied', async () => {
  await using aws = await open()
  const SecretId = 'arn:aws:secretsmanager:eu-west-1:999988887777:secret:theirs-aaaaaa'
  await expect(aws.get({ SecretId })).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::111122223333:assumed-role/api/${taskId} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SecretId} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
  })
})

test("a valueFrom with ECS's JSON key is no id of a secret", async () => {
  await using aws = await open()
  await expect(aws.get({ SecretId: `${secretArn('shop/database-HqtDrG')}:password::` })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^Invalid name\. Must be a valid name containing alphanumeric characters/),
  })
})

test('a secret that is marked for deletion can be described, not read', async () => {
  await using aws = await open()
  await expect(aws.get({ SecretId: 'shop/deleted' })).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: "You can't perform this operation on the secret because it was marked for deletion.",
  })
  const described = await aws.client.send(new DescribeSecretCommand({ SecretId: 'shop/deleted' }))
  expect(described.DeletedDate).toEqual(new Date('2026-02-01T00:00:00Z'))
})

test('each refusal of AWS can be met', async () => {
  await using aws = await open()
  const expected = {
    AccessDeniedException:
      /^User: .* is not authorized to perform: secretsmanager:GetSecretValue on resource: .* because no identity-based policy/,
    DecryptionFailure: /can't decrypt the protected secret text/,
    ThrottlingException: /^Rate exceeded$/,
    InternalServiceError: /^An error occurred on the server side\.$/,
  }
  for (const [name, message] of Object.entries(expected)) {
    await expect(aws.get({ SecretId: `fault/${name}` })).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  }
})

test('a description has versions, stages and tags and no value', async () => {
  await using aws = await open()
  const { $metadata: _metadata, ...described } = await aws.client.send(new DescribeSecretCommand({ SecretId: 'shop/database' }))
  expect(described).toMatchObject({
    ARN: secretArn('shop/database-HqtDrG'),
    Description: 'Where the shop keeps its orders',
    CreatedDate: new Date('2026-01-01T00:00:00Z'),
    LastChangedDate: new Date('2026-01-02T00:00:00Z'),
    Tags: [{ Key: 'team', Value: 'search' }],
    VersionIdsToStages: {
      '00000000-0000-4000-8000-000000000002': ['AWSCURRENT'],
      '00000000-0000-4000-8000-000000000001': ['AWSPREVIOUS'],
    },
  })
  expect(JSON.stringify(described)).not.toContain('synthetic')
})

test('a batch answers what it can and says what it cannot', async () => {
  await using aws = await open()
  const batch = await aws.client.send(
    new BatchGetSecretValueCommand({ SecretIdList: ['shop/database', 'nobody', 'shop/deleted', secretArn('shop/key-aB3dE5')] }),
  )
  expect(batch.SecretValues?.map(({ Name }) => Name)).toEqual(['shop/database', 'shop/key'])
  expect(batch.Errors).toEqual([
    { SecretId: 'nobody', ErrorCode: 'ResourceNotFoundException', Message: notFound.message },
    { SecretId: 'shop/deleted', ErrorCode: 'InvalidRequestException', Message: expect.stringMatching(/marked for deletion/) },
  ])
  const filtered = await aws.client.send(new BatchGetSecretValueCommand({ Filters: [{ Key: 'name', Values: ['shop/'] }] }))
  expect(filtered.SecretValues?.map(({ Name }) => Name)).toEqual(['shop/database', 'shop/key'])
  await expect(aws.client.send(new BatchGetSecretValueCommand({}))).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('the list shows this region, page by page, filtered, without what is deleted unless asked for', async () => {
  await using aws = await open()
  const names = async (input: ListSecretsCommandInput) =>
    (await aws.client.send(new ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name)
  expect(await names({ Filters: [{ Key: 'name', Values: ['shop/'] }] })).toHaveLength(2)
  expect(await names({ Filters: [{ Key: 'name', Values: ['shop/'] }], IncludePlannedDeletion: true })).toHaveLength(3)
  expect(await names({ Filters: [{ Key: 'name', Values: ['!fault/'] }] })).toHaveLength(3)
  expect(await names({ Filters: [{ Key: 'description', Values: ['ORDERS'] }] })).toEqual(['shop/database'])
  expect(await names({ Filters: [{ Key: 'tag-key', Values: ['team'] }] })).toEqual(['shop/database'])
  expect(await names({ Filters: [{ Key: 'all', Values: ['database'] }] })).toEqual(['shop/database'])
  expect(await names({})).not.toContain('elsewhere')

  const seen: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await aws.client.send(new ListSecretsCommand({ MaxResults: 3, ...(NextToken === undefined ? {} : { NextToken }) }))
    seen.push(...(page.SecretList ?? []).map(({ Name }) => Name))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  expect([seen.length, new Set(seen).size]).toEqual([7, 7])
  await expect(names({ NextToken: 'rubbish' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
})

test('the store is never written to', async () => {
  await using aws = await open()
  await expect(aws.client.send(new CreateSecretCommand({ Name: 'new', SecretString: 'synthetic' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(
      /is not authorized to perform: secretsmanager:CreateSecret because the local store of ecs-preflight can only be read$/,
    ),
  })
})

test('what is no request of AWS is refused as AWS refuses it', async () => {
  await using aws = await open()
  const post = async (target: string | undefined, body: string, signed = true) => {
    const response = await fetch(aws.url, {
      method: 'POST',
      body,
      headers: {
        ...(target === undefined ? {} : { 'X-Amz-Target': target }),
        ...(signed ? { Authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/secretsmanager/aws4_request' } : {}),
      },
    })
    return [response.status, ((await response.json()) as { __type: string }).__type]
  }
  expect(await post('secretsmanager.GetSecretValue', '{"SecretId":"shop/database"}', false)).toEqual([
    400,
    'MissingAuthenticationTokenException',
  ])
  expect(await post('secretsmanager.GetSecretValue', 'rubbish')).toEqual([400, 'SerializationException'])
  expect(await post('secretsmanager.GetSecretValue', '{"SecretId":7}')).toEqual([400, 'SerializationException'])
  expect(await post('secretsmanager.GetSecretValue', '{}')).toEqual([400, 'ValidationException'])
  expect(await post('secretsmanager.toString', '{}')).toEqual([400, 'AccessDeniedException'])
  expect(await post('DynamoDB_20120810.GetItem', '{}')).toEqual([400, 'UnknownOperationException'])
  expect(await post(undefined, '{}')).toEqual([400, 'UnknownOperationException'])
  expect((await fetch(aws.url)).status).toBe(405)
})
