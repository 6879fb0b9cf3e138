import { expect, test } from 'vitest'
import { commandLine, expectExitCode, startCommandLine } from '../support/command-line.ts'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf, madeBy } from '../support/listing.ts'
import { scenarioFile } from '../support/scenario.ts'

// The main job says these words on standard error when it comes to each moment.
const moments = [
  ['while images, database and network are made', 'images, database and network'],
  ['when the task starts', 'starting the task'],
  ['while the application runs', 'listening on 0.0.0.0:8080'],
  ['while the application is stopped', 'SIGTERM received'],
] as const

/** CI sends SIGKILL ten seconds after SIGTERM; this much later everything has to be gone. */
const endsWithinMs = 10_000
/** Shorter than a test may take, so that a run that hangs is killed and told. */
const deadlineMs = 50_000

requireEngine('a run that is interrupted', (docker) => {
  test.for(moments)('by Ctrl-C %s ends with 130 and leaves nothing', async ([, words]) => {
    const before = await listingOf(docker)
    const running = await startCommandLine(['run'], { deadlineMs })
    await running.said(words)
    const interruptedAt = performance.now()
    running.signal('SIGINT')
    const outcome = await running.ended

    expectExitCode(outcome, 130)
    expect(performance.now() - interruptedAt).toBeLessThan(endsWithinMs)
    expect(outcome.stderr).not.toMatch(/^\s+at /m)
    expect(outcome.temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [outcome.pid])
  })

  test('by SIGTERM ends with 143 and leaves nothing', async () => {
    const before = await listingOf(docker)
    const running = await startCommandLine(['run'], { deadlineMs })
    await running.said('listening on 0.0.0.0:8080')
    running.signal('SIGTERM')
    const outcome = await running.ended

    expectExitCode(outcome, 143)
    expect(outcome.temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [outcome.pid])
  })

  test('by SIGKILL can leave things, which the next run removes', async () => {
    const before = await listingOf(docker)
    const killed = await startCommandLine(['run'], { deadlineMs })
    await killed.said('listening on 0.0.0.0:8080')
    expect(await madeBy(docker, killed.pid)).not.toEqual([])
    killed.signal('SIGKILL')
    const { exitCode, pid } = await killed.ended
    expect(exitCode).toBeUndefined()

    const next = await commandLine(['run', scenarioFile('exits-without-a-word')])
    expectExitCode(next, 1)
    expect(await madeBy(docker, pid)).toEqual([])
    await expectNothingNew(docker, before, [pid, next.pid])
  })
})

requireEngine('two runs at the same time', (docker) => {
  test('both pass, and leave nothing', async () => {
    const before = await listingOf(docker)
    const outcomes = await Promise.all([commandLine(['run'], { deadlineMs }), commandLine(['run'], { deadlineMs })])

    for (const outcome of outcomes) {
      expectExitCode(outcome, 0)
      expect(outcome.temporaryFiles).toEqual([])
    }
    await expectNothingNew(
      docker,
      before,
      outcomes.map(({ pid }) => pid),
    )
  })
})
