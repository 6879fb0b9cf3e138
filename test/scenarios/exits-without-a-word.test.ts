import { expect, test } from 'vitest'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'
import { playScenario, scenarioFile } from '../support/scenario.ts'

requireEngine('a container that exits without a word', (docker) => {
  test('the finding names exit code, the words of ECS, and the variable that the code reads and nobody sets', async () => {
    const before = await listingOf(docker)
    const { pid, exitCode, report, run, finding, stdout, temporaryFiles } = await playScenario('exits-without-a-word')

    expect(exitCode).toBe(1)
    expect(report).toMatchObject({ verdict: 'fail', exitCode: 1 })
    expect(run.task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'api', exitCode: 1, logTail: [] }],
    })
    const exited = finding('essential-container-exited')
    expect(exited).toMatchObject({
      severity: 'error',
      container: 'api',
      ecs: 'EssentialContainerExited: Essential container in task exited',
      file: scenarioFile('exits-without-a-word'),
    })
    expect(exited.message).toContain('exit code 1')
    expect(exited.message).toContain('without a word')
    expect(exited.message).toContain('API_SIGNING_KEY (app.js:7)')
    expect(exited.message).not.toContain('JWT_SECRET')
    expect(exited.remedy).toContain('Add API_SIGNING_KEY to "secrets" or "environment" of "api"')
    // The finding stands at the list of secrets, where the variable is missing.
    expect(exited.line).toBeGreaterThan(1)
    expect(stdout).toMatch(/^FAIL {5}exits-without-a-word/)
    expect(temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [pid])
  }, 180_000)
})
