import type { Source } from '../source/source.ts'
import { exitCodeOf, overall, verdictOf } from '../verdict/exit-code.ts'
import type { Report } from '../verdict/report.ts'
import { Trouble } from '../findings/trouble.ts'
import { documented } from '../rules/index.ts'
import { ignoreFindings } from './ignore.ts'
import { load, type LoadOptions } from './load.ts'
import type { Surroundings } from './options.ts'

/** Reads and judges definitions. No engine, no network, no AWS. */
export async function lint(
  files: readonly string[],
  options: Omit<LoadOptions, 'starting'> & { readonly strict: boolean },
  { version }: Surroundings,
): Promise<{ readonly report: Report; readonly sources: readonly Source[] }> {
  const startedAt = new Date()
  const lintable = new Set(documented.map(({ id }) => id))
  const outcomes = await Promise.all(
    (files.length === 0 ? [undefined] : files).map(async (file) => {
      try {
        const loaded = await load(file, { ...options, starting: false })
        const findings = ignoreFindings(loaded.findings, loaded, { possible: (id) => lintable.has(id) })
        return { file: loaded.file, source: loaded.source, findings, verdict: verdictOf({ findings, checks: [], strict: options.strict }) }
      } catch (error) {
        if (!(error instanceof Trouble)) throw error
        return { file: file ?? '', findings: [], verdict: 'cannot-tell' as const, trouble: error.message }
      }
    }),
  )
  const verdict = overall(outcomes.map((outcome) => outcome.verdict))
  const trouble = outcomes.find((outcome) => 'trouble' in outcome)?.trouble
  const report: Report = {
    schemaVersion: 1,
    tool: version,
    command: 'lint',
    verdict,
    exitCode: exitCodeOf(verdict),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    files: outcomes.map(({ file }) => file),
    findings: outcomes.flatMap(({ findings }) => findings),
    runs: [],
    ...(trouble === undefined ? {} : { trouble }),
  }
  return { report, sources: outcomes.flatMap((outcome) => ('source' in outcome ? [outcome.source] : [])) }
}
