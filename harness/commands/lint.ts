import type { Source } from '../source/source.ts'
import { exitCodeOf, overall, verdictOf } from '../verdict/exit-code.ts'
import type { Report, Verdict } from '../verdict/report.ts'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { documented } from '../rules/index.ts'
import { ignoreFindings } from './ignore.ts'
import { load, type LoadOptions, rememberedSettings } from './load.ts'
import type { Surroundings } from './options.ts'

/** What the reports show lines of. */
type Text = Pick<Source, 'file' | 'text'>

interface Outcome {
  readonly file: string
  readonly source?: Text
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  readonly trouble?: string
}

/** Reads and judges definitions. No engine, no network, no AWS. */
export async function lint(
  files: readonly string[],
  options: Omit<LoadOptions, 'starting'> & { readonly strict: boolean },
  { version }: Surroundings,
): Promise<{ readonly report: Report; readonly sources: readonly Text[] }> {
  const startedAt = new Date()
  const lintable = new Set(documented.map(({ id }) => id))
  const settingsOf = rememberedSettings()
  const judge = async (file: string | undefined): Promise<Outcome> => {
    try {
      const loaded = await load(file, { ...options, starting: false }, settingsOf)
      const findings = ignoreFindings(loaded.findings, loaded, { possible: (id) => lintable.has(id) })
      const { source } = loaded
      return {
        file: loaded.file,
        source: { file: source.file, text: source.text },
        findings,
        verdict: verdictOf({ findings, checks: [], strict: options.strict }),
      }
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      return { file: file ?? '', findings: [], verdict: 'cannot-tell', trouble: error.message }
    }
  }
  const outcomes = await inTurns(files.length === 0 ? [undefined] : files, judge)
  const verdict = overall(outcomes.map((outcome) => outcome.verdict))
  const trouble = outcomes.find((outcome) => outcome.trouble !== undefined)?.trouble
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
  return { report, sources: outcomes.flatMap(({ source }) => source ?? []) }
}

/** As many definitions as are read at a time: the next are fetched meanwhile, and of those before only the text is kept. */
const atATime = 4

async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  return results
}
