import { expect, test } from 'vitest'
import { containerStarts } from '../../harness/checks/container-starts.ts'
import { started } from '../timeline/given.ts'
import { findingsOf, outcomeOf } from './given.ts'

const reason = 'exec: "serve": executable file not found in $PATH'

test('a container that was started passes', () => {
  expect(outcomeOf(containerStarts, {}, [100, started()])).toMatchObject({ outcome: 'pass', message: 'api started', findings: [] })
})

test('a container whose turn never came is skipped', () => {
  expect(outcomeOf(containerStarts, {})).toMatchObject({ outcome: 'skip', message: 'api was not started' })
})

test('a command that is not in the image fails, with what ECS says and what to correct', () => {
  const outcome = outcomeOf(containerStarts, {}, [100, { type: 'container-start-failed', container: 'api', reason, exitCode: 127 }])
  expect(outcome).toMatchObject({
    outcome: 'fail',
    findings: [
      {
        severity: 'error',
        message: `"api" could not be started: ${reason}`,
        ecs: `CannotStartContainerError: ResourceInitializationError: ${reason}`,
        path: ['containerDefinitions', 0],
        evidence: [{ kind: 'exit', text: reason, atMs: 100 }],
      },
    ],
  })
  expect(outcome.findings[0]?.remedy).toMatch(/^Correct "command"/)
})

test('one that is not essential is a warning: ECS goes on without it', () => {
  const given = { containers: [{ essential: false }, { name: 'web' }] }
  const [outcome] = containerStartsOf(given)
  expect(outcome).toEqual(['warning container-starts'])
})

test('one that waited in vain points at the container it waited for, in the words of the ECS agent where it has some', () => {
  const words = 'dependency graph: container ordering dependency [db] for target [api] has timed out.'
  const failed = (text: string) =>
    ({ type: 'container-start-failed', container: 'api', dependency: 'db', reason: text, exitCode: 143 }) as const
  const outcome = outcomeOf(containerStarts, {}, [100, failed(words)])
  expect(outcome.findings[0]).toMatchObject({ ecs: `CannotStartContainerError: ${words}`, path: ['containerDefinitions', 0, 'dependsOn'] })
  expect(outcome.findings[0]?.remedy).toContain('"db"')
  expect(
    outcomeOf(containerStarts, {}, [100, failed('"api" waits for "db" (COMPLETE), which it will never be')]).findings[0]?.ecs,
  ).toBeUndefined()
})

function containerStartsOf(given: object): string[][] {
  return [
    outcomeOf({ ...containerStarts, check: (context) => containerStarts.check(context).slice(0, 1) }, given, [
      1,
      { type: 'container-start-failed', container: 'api', reason },
    ]),
  ].map(findingsOf)
}
