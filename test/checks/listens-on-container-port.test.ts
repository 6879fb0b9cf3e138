import { expect, test } from 'vitest'
import { listensOnContainerPort as check } from '../../harness/checks/listens-on-container-port.ts'
import { ended, exited, listening, settled, started, unhealthy } from '../timeline/given.ts'
import { api, findingsOf, outcomeOf, outcomesOf } from './given.ts'

const given = { containers: [api] }

test.each(['0.0.0.0', '::', '10.0.0.7'])('an address that can be reached from outside passes: %s', (address) => {
  expect(outcomeOf(check, given, [100, started()], [400, listening(8080, address)], [4000, settled])).toMatchObject({
    outcome: 'pass',
    measured: '300 ms',
    message: `api listens on ${address}:8080`,
  })
})

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('an address that only the task itself reaches fails: %s', (address) => {
  const outcome = outcomeOf(check, given, [100, started()], [400, listening(8080, address)], [4000, settled])
  expect(outcome.outcome).toBe('fail')
  expect(findingsOf(outcome)).toEqual(['error listens-on-loopback-only'])
})

test('a port that nobody listens on fails, and the ports that are listened on are named', () => {
  const outcome = outcomeOf(check, given, [100, started()], [400, listening(3000)], [90_000, unhealthy])
  expect(findingsOf(outcome)).toEqual(['error listens-on-container-port'])
  expect(outcome.findings[0]?.message).toBe(
    'nothing in the task listens on port 8080, the containerPort of "api"; what listens: 0.0.0.0:3000',
  )
  expect(outcome.findings[0]?.remedy).toMatch(/^Set containerPort/)
})

test('a task that died before it could listen is told of by other findings', () => {
  expect(outcomeOf(check, given, [100, started()], [400, ended(1)], [400, exited])).toMatchObject({ outcome: 'skip', findings: [] })
})

test('a container that was not started is skipped, and UDP is not asked for', () => {
  expect(outcomeOf(check, given)).toMatchObject({ outcome: 'skip' })
  expect(outcomesOf(check, { containers: [{ portMappings: [{ containerPort: 53, protocol: 'udp' }] }] }, [1, started()])).toEqual([])
})
