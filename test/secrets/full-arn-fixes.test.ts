import { expect, test } from 'vitest'
import { fullArnFixes } from '../../harness/secrets/full-arn-fixes.ts'
import { resolve, secretArn } from './given.ts'

test('every partial ARN with one completion gets it, JSON key and stage kept; other findings give nothing to write', async () => {
  const { findings } = await resolve({
    A: secretArn('shop/database'),
    B: secretArn('shop/config:password:AWSPREVIOUS:'),
    C: secretArn('shop/nothing-AAAAAA'),
    D: secretArn('my-secret'),
    E: secretArn('shop/plain-Qw3rTy'),
  })
  expect(fullArnFixes(findings)).toEqual([
    { path: ['containerDefinitions', 0, 'secrets', 0, 'valueFrom'], value: secretArn('shop/database-HqtDrG') },
    { path: ['containerDefinitions', 0, 'secrets', 1, 'valueFrom'], value: secretArn('shop/config-aB3dE6:password:AWSPREVIOUS:') },
    { path: ['containerDefinitions', 0, 'secrets', 3, 'valueFrom'], value: secretArn('my-secret-Zz9Yy8') },
  ])
})
