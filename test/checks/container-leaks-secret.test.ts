import { expect, test } from 'vitest'
import { containerLeaksSecret } from '../../harness/checks/container-leaks-secret.ts'
import { printed, started } from '../timeline/given.ts'
import { outcomeOf, outcomesOf } from './given.ts'

test('a secret in the output is a warning that names it and shows the masked line', () => {
  const line = { ...printed('url is <secret DATABASE_URL>'), leaked: ['DATABASE_URL'] }
  const outcome = outcomeOf(containerLeaksSecret, {}, [0, started()], [10, line], [20, line])
  expect(outcome.findings).toMatchObject([
    {
      severity: 'warning',
      message: '"api" prints the value of DATABASE_URL (2 lines); on AWS it would stand in the log group',
      evidence: [{ kind: 'log', text: 'url is <secret DATABASE_URL>', atMs: 10 }],
    },
  ])
})

test('output without secrets says nothing', () => {
  expect(outcomesOf(containerLeaksSecret, {}, [0, started()], [10, printed('listening')])).toEqual([])
})
