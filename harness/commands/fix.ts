import { writeFile } from 'node:fs/promises'
import { unifiedDiff } from '../reports/diff.ts'
import { fixTaskDefinition } from '../rules/fix.ts'
import { load, type LoadOptions } from './load.ts'

/** Applies the safe remedies in place, or with `dryRun` only shows them. Returns what is to be printed. */
export async function fixInPlace(files: readonly string[], options: Omit<LoadOptions, 'starting'>, dryRun: boolean): Promise<string> {
  const outputs = await Promise.all(
    (files.length === 0 ? [undefined] : files).map(async (file) => {
      const { definition, findings, source } = await load(file, { ...options, starting: false })
      if (definition === undefined) return `${source.file}: cannot be read, so nothing was fixed\n`
      const { text, fixed } = fixTaskDefinition(definition, findings)
      if (dryRun) return unifiedDiff(source.file, source.text, text)
      if (text !== source.text) await writeFile(source.file, text)
      return `${source.file}: ${fixed.length === 0 ? 'nothing to fix' : `fixed ${fixed.map(({ id }) => id).join(', ')}`}\n`
    }),
  )
  return outputs.join('')
}
