import { writeFile } from 'node:fs/promises'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { unifiedDiff } from '../reports/diff.ts'
import { fullArnFixes } from '../secrets/full-arn-fixes.ts'
import { recordStore } from '../secrets/record.ts'
import { type AnswerRow, resolveSecrets } from '../secrets/resolve.ts'
import { troubleMessage } from '../secrets/trouble.ts'
import { editJson } from '../source/edit-json.ts'
import type { Source } from '../source/source.ts'
import { exitCodeOf, verdictOf } from '../verdict/exit-code.ts'
import type { Report } from '../verdict/report.ts'
import { ignoreFindings } from './ignore.ts'
import { identityOf } from './identity.ts'
import { load } from './load.ts'
import type { Surroundings } from './options.ts'
import { openStore } from './secret-store.ts'

export interface SecretsOptions {
  readonly settings?: string
  readonly secrets?: string
  /** Write the full ARNs into the file. */
  readonly fix: boolean
  readonly dryRun: boolean
  /** With AWS: prove that everything is there without reading a value. */
  readonly values: boolean
  /** Write a local store with the shape of the real one there. */
  readonly record?: string
}

export interface SecretsOutcome {
  readonly report: Report
  /** The table and what was written, before the findings. */
  readonly text: string
  readonly sources: readonly Source[]
}

/** Every valueFrom of the task: where it is answered and what is wrong with it. Never a value. */
export async function secrets(
  file: string | undefined,
  options: SecretsOptions,
  { signal, version }: Surroundings,
): Promise<SecretsOutcome> {
  const startedAt = new Date()
  const loaded = await load(file, { ...(options.settings === undefined ? {} : { settings: options.settings }), starting: false })
  const { definition, source } = loaded
  const opened = definition === undefined ? undefined : await openStore(loaded, options.secrets, options.values)
  const wanted = definition?.containerDefinitions.some((container) => container.secrets.length > 0) === true
  if (wanted && opened === undefined && !loaded.findings.some(({ severity }) => severity === 'error'))
    throw new Trouble('words', 'nothing says where the secrets are answered: set "secrets" in preflight.yaml, or give --secrets FILE')
  let findings: readonly Finding[] = loaded.findings
  let text = ''
  let trouble: string | undefined
  if (definition !== undefined && opened !== undefined) {
    const defaultRegion = identityOf(definition).region
    const resolution = await resolveSecrets(definition, opened.store, { signal, defaultRegion })
    findings = ignoreFindings([...opened.findings, ...resolution.findings], loaded, { possible: () => false })
    trouble = resolution.troubles.map((refusal) => troubleMessage(refusal, opened.store.name))[0]
    text = table(resolution.answers)
    const edits = fullArnFixes(findings).map(({ path, value }) => ({ kind: 'replace' as const, path: definition.inSource(path), value }))
    if (options.fix && edits.length > 0) {
      const fixed = editJson(source.text, edits)
      if (!options.dryRun) await writeFile(source.file, fixed)
      text += options.dryRun
        ? `\n${unifiedDiff(source.file, source.text, fixed)}`
        : `\n${source.file}: wrote ${edits.length} full ARN${edits.length === 1 ? '' : 's'}\n`
      if (!options.dryRun) findings = findings.filter(({ id }) => id !== 'secret-arn-needs-suffix')
    }
    if (options.record !== undefined) {
      const recording = await recordStore(definition, opened.store, { signal, defaultRegion })
      await writeFile(options.record, recording.text)
      text += `\n${options.record}: the shape of ${opened.store.name}, with synthetic values\n`
    }
  }
  const verdict = verdictOf({ findings, checks: [], strict: false, ...(trouble === undefined ? {} : { trouble }) })
  const report: Report = {
    schemaVersion: 1,
    tool: version,
    command: 'secrets',
    verdict,
    exitCode: exitCodeOf(verdict),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    files: [source.file],
    findings,
    runs: [],
    ...(trouble === undefined ? {} : { trouble }),
  }
  return { report, text, sources: [source] }
}

function table(rows: readonly AnswerRow[]): string {
  const head = ['container', 'variable', 'status', 'answered by', 'version', 'last changed', 'value']
  const cells = rows.map((row) => [
    row.container,
    row.variable,
    row.status,
    // The name with its suffix is what people know a secret by; the version's id says little.
    (row.answeredBy ?? row.valueFrom).split(':secret:').at(-1) ?? '',
    row.stages.join(' ') || row.version || '-',
    row.lastChanged?.slice(0, 10) ?? '-',
    row.lengthClass ?? '-',
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)))
  return [head, ...cells]
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
