import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import type { Verdict } from './report.ts'

export interface Judged {
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckOutcome[]
  /** Something that nobody can tell about stood in the way. */
  readonly trouble?: string
  /** `--strict`: warnings fail too. */
  readonly strict: boolean
}

/** A finding that stands: nobody asked to let it pass. */
export function stands({ ignored }: Finding): boolean {
  return ignored === undefined
}

/** An error fails, however much else could not be told; without one, trouble means that nothing can be said. */
export function verdictOf({ findings, checks, trouble, strict }: Judged): Verdict {
  const failing = findings.filter(stands).some(({ severity }) => severity === 'error' || (strict && severity === 'warning'))
  // A check fails by itself only where no finding says why; one whose findings are all ignored has passed.
  const unexplained = checks.some(({ outcome, findings: own }) => outcome === 'fail' && own.length === 0)
  if (failing) return 'fail'
  if (trouble !== undefined) return 'cannot-tell'
  return unexplained ? 'fail' : 'pass'
}

const exitCodes = { pass: 0, fail: 1, 'cannot-tell': 2 } as const

export function exitCodeOf(verdict: Verdict): number {
  return exitCodes[verdict]
}

/** Over many: one failure fails, else one that cannot be told leaves all untold. */
export function overall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('cannot-tell') ? 'cannot-tell' : 'pass'
}
