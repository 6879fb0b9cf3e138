import type { Finding } from '../findings/finding.ts'
import { applyIgnores, ignoreMatchesSomething } from '../findings/ignores.ts'
import type { Loaded } from './load.ts'

export interface IgnoreOptions {
  /** Whether a finding of this id could have come at all: a check of a task that was not started could not. */
  readonly possible: (id: string) => boolean
  readonly today?: Date
}

/** Marks the findings that the settings let pass, and tells of entries that have expired or fit nothing, at their lines. */
export function ignoreFindings(
  findings: readonly Finding[],
  { settings, settingsSources }: Loaded,
  { possible, today = new Date() }: IgnoreOptions,
): readonly Finding[] {
  const source = settingsSources.findLast(({ value }) => typeof value === 'object' && value !== null && 'ignore' in value)
  return applyIgnores(findings, settings.ignore, today.toISOString().slice(0, 10))
    .filter(({ id, path }) => id !== ignoreMatchesSomething.id || possible(settings.ignore[Number(path?.[1])]?.id ?? ''))
    .map((finding) =>
      finding.path?.[0] !== 'ignore' || source === undefined ? finding : { ...finding, file: source.file, ...source.place(finding.path) },
    )
}
