import type { EndpointsConfiguration, LocalStore } from '../../harness/endpoints/configuration.ts'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { configuration } from './support.ts'

export const secretArn = (name: string, region = 'eu-west-1') => `arn:aws:secretsmanager:${region}:111122223333:secret:${name}`

/** A store with one of everything that can be right or wrong about a secret or a parameter. All values are synthetic. */
const store: LocalStore = {
  secretsManager: [
    {
      name: 'shop/database',
      arn: secretArn('shop/database-HqtDrG'),
      description: 'Where the shop keeps its orders',
      createdAt: '2026-01-01T00:00:00Z',
      tags: { team: 'search' },
      versions: [
        {
          id: '00000000-0000-4000-8000-000000000002',
          stages: ['AWSCURRENT'],
          string: 'synthetic-current',
          createdAt: '2026-01-02T00:00:00Z',
        },
        { id: '00000000-0000-4000-8000-000000000001', stages: ['AWSPREVIOUS'], string: 'synthetic-previous' },
      ],
    },
    {
      name: 'shop/key',
      arn: secretArn('shop/key-aB3dE5'),
      versions: [
        { id: '00000000-0000-4000-8000-000000000003', stages: ['AWSCURRENT'], binary: Buffer.from('synthetic-binary').toString('base64') },
      ],
    },
    {
      name: 'db-master',
      arn: secretArn('db-master-q1w2e3'),
      versions: [{ id: '00000000-0000-4000-8000-000000000004', stages: ['AWSCURRENT'], string: 'synthetic-master' }],
    },
    {
      name: 'shop/deleted',
      arn: secretArn('shop/deleted-Zz9Yy8'),
      deletedAt: '2026-02-01T00:00:00Z',
      versions: [{ id: '00000000-0000-4000-8000-000000000005', stages: ['AWSCURRENT'], string: 'synthetic-deleted' }],
    },
    {
      name: 'elsewhere',
      arn: secretArn('elsewhere-x1x2x3', 'us-east-1'),
      versions: [{ id: '00000000-0000-4000-8000-000000000006', stages: ['AWSCURRENT'], string: 'synthetic-elsewhere' }],
    },
    ...(['AccessDeniedException', 'DecryptionFailure', 'ThrottlingException', 'InternalServiceError'] as const).map((fault) => ({
      name: `fault/${fault}`,
      arn: secretArn(`fault/${fault}-000000`),
      versions: [{ id: '00000000-0000-4000-8000-000000000007', stages: ['AWSCURRENT'], string: 'synthetic-never-seen' }],
      fault,
    })),
  ],
  parameterStore: [
    { name: '/shop/log-level', type: 'String', value: 'info', version: 3, description: 'How much is logged' },
    { name: '/shop/hosts', type: 'StringList', value: 'a,b' },
    { name: '/shop/token', type: 'SecureString', value: 'synthetic-token-value' },
    { name: '/shop/deep/er', type: 'String', value: 'synthetic-deep' },
    { name: 'plain', type: 'String', value: 'synthetic-plain' },
    { name: '/denied', type: 'String', value: 'synthetic-never-seen', fault: 'AccessDeniedException' },
  ],
}

/** Endpoints with that store, and what an SDK client needs to reach it. */
export async function openStore(secrets: LocalStore = store) {
  const endpoints = await openEndpoints({ ...configuration, secrets } satisfies EndpointsConfiguration, () => undefined)
  const url = `http://127.0.0.1:${endpoints.httpPort}/aws`
  const client = {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'ASIASYNTHETICSYNTHET', secretAccessKey: 'synthetic' },
    maxAttempts: 1,
  }
  return { url, client, [Symbol.asyncDispose]: () => endpoints[Symbol.asyncDispose]() }
}
