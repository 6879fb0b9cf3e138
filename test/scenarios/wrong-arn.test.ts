import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../support/command-line.ts'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'
import { playScenario, scenarioFile } from '../support/scenario.ts'

const file = scenarioFile('wrong-arn')
const fullArn = 'arn:aws:secretsmanager:us-east-1:927289246324:secret:aiglossarypro/database-HqtDrG'

requireEngine('an ARN that has lost its suffix', (docker) => {
  test('the finding stands at the ARN and names the full one from the store, and no container is started', async () => {
    const before = await listingOf(docker)
    const { pid, exitCode, report, run, finding, stdout, temporaryFiles } = await playScenario('wrong-arn')

    expect(exitCode).toBe(1)
    expect(report.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(['secret-arn-needs-suffix'])
    const wrong = finding('secret-arn-needs-suffix')
    expect(wrong).toMatchObject({ severity: 'error', container: 'api', file, ...(await placeOf('secret:aiglossarypro/database"')) })
    expect(wrong.remedy).toContain(fullArn)
    expect(wrong.remedy).toContain(`(${scenarioFile('wrong-arn', 'secrets.yaml')}:4)`)
    expect(wrong.ecs).toContain('ResourceInitializationError: unable to pull secrets or registry auth')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`${file}:${wrong.line}:${wrong.column} error secret-arn-needs-suffix (api)`)
    expect(stdout).toContain('no container was started')

    expect(run.runtime).toBeNull()
    expect(run.timeline.filter(({ type }) => type === 'container-started')).toEqual([])
    expect(run.task.containers).toMatchObject([{ name: 'api', startedAtMs: null, exitCode: null }])
    expect(temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [pid])
  }, 30_000)
})

/** Where the value that ends so stands in the file: the line, and the column of its opening quote. */
async function placeOf(end: string): Promise<{ line: number; column: number }> {
  const lines = (await readFile(join(repository, file), 'utf8')).split('\n')
  const index = lines.findIndex((line) => line.includes(end))
  return { line: index + 1, column: (lines[index]?.indexOf('"arn:') ?? -1) + 1 }
}
