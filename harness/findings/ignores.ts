import type { Finding } from './finding.ts'

/** One entry of `ignore` in the settings: a finding that is let pass, for a reason, until a day. */
export interface Ignore {
  readonly id: string
  readonly reason: string
  /** The last day on which it holds, as 2027-01-31. */
  readonly until?: string | undefined
  /** Only for this container. */
  readonly container?: string | undefined
}

/**
 * Marks the findings that the settings ask to let pass, and adds one for every entry that has expired or that matches nothing.
 * `today` is a day as 2026-11-23. Where the entries themselves stand is for the caller to add: `path` is theirs in the settings.
 */
export function applyIgnores(findings: readonly Finding[], ignores: readonly Ignore[], today: string): readonly Finding[] {
  const inForce = ignores.filter((ignore) => !hasExpired(ignore, today))
  const marked = findings.map((finding) => {
    const ignore = inForce.find((one) => matches(one, finding))
    if (ignore === undefined) return finding
    return { ...finding, ignored: { reason: ignore.reason, ...(ignore.until === undefined ? {} : { until: ignore.until }) } }
  })
  return [...marked, ...ignores.flatMap((ignore, index) => complaintAbout(ignore, index, findings, today))]
}

/** Kinds of findings about the entries themselves. */
const ignoreHasNotExpired = {
  id: 'ignore-has-not-expired',
  severity: 'warning',
  about: 'An entry of ignore in the settings was to hold until a day that has passed. What it let pass counts again.',
} as const

export const ignoreMatchesSomething = {
  id: 'ignore-matches-something',
  severity: 'warning',
  about: 'An entry of ignore in the settings matches no finding: what it let pass has been corrected, or its id is misspelled.',
} as const

function complaintAbout(ignore: Ignore, index: number, findings: readonly Finding[], today: string): readonly Finding[] {
  const path = ['ignore', index, 'id']
  const common = { confidence: 'certain', path } as const
  if (hasExpired(ignore, today)) {
    const { id, severity } = ignoreHasNotExpired
    return [
      {
        id,
        severity,
        ...common,
        path: ['ignore', index, 'until'],
        message: `ignoring ${ignore.id} was to end on ${ignore.until}: ${ignore.reason}`,
        remedy: 'correct what it let pass, or set a later day',
      },
    ]
  }
  if (findings.some((finding) => matches(ignore, finding))) return []
  const { id, severity } = ignoreMatchesSomething
  return [
    {
      id,
      severity,
      ...common,
      message: `nothing to ignore: no finding is called ${ignore.id}${ignore.container === undefined ? '' : ` for ${ignore.container}`}`,
      remedy: 'take the entry out',
    },
  ]
}

function hasExpired({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today
}

function matches(ignore: Ignore, finding: Finding): boolean {
  return ignore.id === finding.id && (ignore.container === undefined || ignore.container === finding.container)
}
