import { expect, test } from 'vitest'
import { decideRestart, type ContainerExit, type RestartPolicy } from '../../harness/health/restart.ts'

const policy: RestartPolicy = { enabled: true, ignoredExitCodes: [0, 143], restartAttemptPeriodMs: 300_000 }
const exit: ContainerExit = { atMs: 300_000, exitCode: 1, startedAtMs: 0, desiredStopped: false }

test('a container that ran for the whole period is started again', () => {
  expect(decideRestart(policy, exit)).toEqual({ kind: 'restart' })
})

test('a container that crashes as it boots is not: the period has not elapsed', () => {
  expect(decideRestart(policy, { ...exit, atMs: 299_999 })).toEqual({
    kind: 'stays-stopped',
    because: 'too-soon',
    reason: 'attempt reset period has not elapsed',
  })
})

test('after a restart the period counts from that restart', () => {
  expect(decideRestart(policy, { ...exit, atMs: 500_000, lastRestartAtMs: 300_000 })).toMatchObject({ because: 'too-soon' })
  expect(decideRestart(policy, { ...exit, atMs: 600_000, lastRestartAtMs: 300_000 })).toEqual({ kind: 'restart' })
})

test('exit code 0 is restarted too unless it is ignored', () => {
  expect(decideRestart({ ...policy, ignoredExitCodes: [] }, { ...exit, exitCode: 0 })).toEqual({ kind: 'restart' })
  expect(decideRestart(policy, { ...exit, exitCode: 0 })).toEqual({
    kind: 'stays-stopped',
    because: 'ignored-exit-code',
    reason: 'exit code 0 should be ignored',
  })
})

test.each([
  ['the policy is off', { ...policy, enabled: false }, 'restart policy is not enabled'],
  ['there is no policy', undefined, 'restart policy is not enabled'],
])('nothing is restarted where %s', (_, without, reason) => {
  expect(decideRestart(without, exit)).toEqual({ kind: 'stays-stopped', because: 'no-policy', reason })
})

test('the first reason that applies is the one given', () => {
  const everything = { atMs: 1, exitCode: undefined, startedAtMs: 0, desiredStopped: true }
  expect(decideRestart(policy, everything)).toMatchObject({ reason: "container's desired status is stopped" })
  expect(decideRestart(policy, { ...everything, desiredStopped: false })).toMatchObject({ reason: 'exit code is nil' })
})
