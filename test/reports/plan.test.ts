import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planReport } from '../../harness/reports/plan.ts'
import { planOf } from '../plan/given.ts'
import { plan } from './given.ts'

test('the plan says everything that will be done, and of secrets only how long they are', async () => {
  const text = planReport(plan, 'terminal')
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden/plan.txt'))
  expect(text).not.toContain('synthetic')
})

test('as JSON it is the whole plan, without secrets', () => {
  const text = planReport(plan, 'json')
  expect(text).not.toContain('synthetic')
  expect(JSON.parse(text)).toMatchObject({ memoryMiB: 1024, containers: [{ name: 'api', stopTimeoutSeconds: 30 }] })
})

test('who waits for whom is told', () => {
  const text = planReport(
    planOf({ containers: [{ dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] }, { name: 'init', essential: false }] }),
    'terminal',
  )
  expect(text).toContain('  depends on init SUCCESS\n')
  expect(text).toContain('init (not essential)\n')
})
