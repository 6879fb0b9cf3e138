import { writeFile } from 'node:fs/promises'
import { unifiedDiff } from '../reports/diff.ts'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { applyRules } from '../rules/index.ts'
import { fixTaskDefinition } from '../rules/fix.ts'
import { parseJsonSource } from '../source/json.ts'
import type { Source } from '../source/source.ts'
import { parseTaskDefinition } from '../task-definition/parse.ts'
import { load, type LoadOptions } from './load.ts'

/** Applies the safe remedies in place, or with `dryRun` only shows them. Returns what is to be printed. */
export async function fixInPlace(files: readonly string[], options: Omit<LoadOptions, 'starting'>, dryRun: boolean): Promise<string> {
  if (Object.keys(options.values ?? {}).length > 0)
    throw new Trouble('words', '--fix and --var do not go together: the filled template would be written in the place of the template')
  const outputs = await Promise.all(
    (files.length === 0 ? [undefined] : files).map(async (file) => {
      const { definition, findings, source } = await load(file, { ...options, starting: false })
      if (definition === undefined || source.file === 'standard input') return `${source.file}: cannot be read, so nothing was fixed\n`
      const { text, fixed } = fixInRounds(source, findings)
      if (dryRun) return unifiedDiff(source.file, source.text, text)
      if (text !== source.text) await writeFile(source.file, text)
      return `${source.file}: ${fixed.length === 0 ? 'nothing to fix' : `fixed ${fixed.map(({ id }) => id).join(', ')}`}\n`
    }),
  )
  return outputs.join('')
}

const rounds = 3

/** Some remedies only show after others were made. */
function fixInRounds(source: Source, findings: readonly Finding[]): { readonly text: string; readonly fixed: readonly Finding[] } {
  const fixed: Finding[] = []
  let current = { source, findings }
  for (let round = 1; round <= rounds; round += 1) {
    const { definition } = parseTaskDefinition(current.source)
    if (definition === undefined) break
    const outcome = fixTaskDefinition(definition, current.findings)
    if (outcome.fixed.length === 0) break
    fixed.push(...outcome.fixed)
    const next = parseJsonSource(source.file, outcome.text)
    const parsed = parseTaskDefinition(next)
    current = { source: next, findings: [...parsed.findings, ...(parsed.definition === undefined ? [] : applyRules(parsed.definition))] }
  }
  return { text: current.source.text, fixed }
}
