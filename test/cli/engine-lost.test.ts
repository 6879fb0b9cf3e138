import { expect, test } from 'vitest'
import { commandLine, expectExitCode, startCommandLine } from '../support/command-line.ts'
import { requireEngine } from '../support/engine.ts'
import { engineProxy } from '../support/engine-proxy.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'
import { scenarioFile } from '../support/scenario.ts'

/** From the engine's last word to the end of the run. */
const endsWithinMs = 30_000
const deadlineMs = 55_000
const testWithinMs = 100_000

const deaths = [
  ['dies while images and database are made', 'images, database and network', 'die'],
  ['dies while the application runs', 'listening on 0.0.0.0:8080', 'die'],
  ['dies while the application is stopped', 'SIGTERM received', 'die'],
  ['hangs while the application runs', 'listening on 0.0.0.0:8080', 'hang'],
] as const

requireEngine('an engine that goes away in the middle', (docker) => {
  test.for(deaths)(
    'an engine that %s ends the run with 2 and a sentence, and the next run removes what stayed',
    { timeout: testWithinMs },
    async ([, words, how]) => {
      const before = await listingOf(docker)
      await using proxy = await engineProxy()
      const running = await startCommandLine(['run'], { environment: { DOCKER_HOST: proxy.host }, deadlineMs })
      await running.said(words)
      const lostAt = performance.now()
      await proxy[how]()
      const outcome = await running.ended

      expectExitCode(outcome, 2)
      expect(performance.now() - lostAt).toBeLessThan(endsWithinMs)
      expect(outcome.stderr + outcome.stdout).toMatch(/engine/)
      expect(outcome.stderr).not.toMatch(/^\s+at /m)
      expect(outcome.temporaryFiles).toEqual([])

      // Without an engine nothing can be removed: the next run does it.
      const next = await commandLine(['run', scenarioFile('exits-without-a-word')])
      expectExitCode(next, 1)
      await expectNothingNew(docker, before, [outcome.pid, next.pid])
    },
  )
})
