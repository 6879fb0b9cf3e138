import type { Finding } from '../findings/finding.ts'
import type { IgnoreSettings } from '../settings/schema.ts'

/** Marks the findings that the settings let pass. An entry that is over, or that fits nothing, is told by `lint`. */
export function ignoreFindings(findings: readonly Finding[], ignores: readonly IgnoreSettings[], today = new Date()): readonly Finding[] {
  const day = today.toISOString().slice(0, 10)
  return findings.map((finding) => {
    const entry = ignores.find(({ id, until }) => id === finding.id && (until === undefined || until >= day))
    if (entry === undefined) return finding
    return { ...finding, ignored: { reason: entry.reason, ...(entry.until === undefined ? {} : { until: entry.until }) } }
  })
}
