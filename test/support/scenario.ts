import { access } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { repository, withReport, type JsonFinding, type JsonReport, type JsonRun, type Outcome } from './command-line.ts'
import { writeLocalSettings } from './local-settings.ts'

/** How a scenario ended, with its one run at hand. */
export interface Played extends Outcome {
  readonly report: JsonReport
  readonly run: JsonRun
  /** The text of the JSON report. */
  readonly text: string
  /** The finding of that id; fails when there is none. */
  readonly finding: (id: string) => JsonFinding
}

/** The path of a scenario's task definition as a user in the repository would write it. */
export function scenarioFile(name: string, file = 'task-definition.json'): string {
  return relative(repository, join(repository, 'fixtures', 'scenarios', name, file))
}

/** Runs a directory of fixtures/scenarios through the command line, from the repository. */
export async function playScenario(name: string): Promise<Played> {
  const directory = join(repository, 'fixtures', 'scenarios', name)
  const builds = await access(join(directory, 'app')).then(
    () => true,
    () => false,
  )
  await writeLocalSettings(directory, builds ? ['api'] : [])
  const outcome = await withReport(['run', scenarioFile(name)])
  const [run] = outcome.report.runs
  if (run === undefined) throw new Error(`the report has no run: ${outcome.text}`)
  return {
    ...outcome,
    run,
    finding(id) {
      const finding = outcome.report.findings.find((candidate) => candidate.id === id)
      if (finding === undefined) throw new Error(`no finding "${id}" in ${outcome.stdout}`)
      return finding
    },
  }
}
