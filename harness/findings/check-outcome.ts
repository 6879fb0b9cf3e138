import type { Finding } from './finding.ts'

/** What a check found: whether it held, what was measured, against which limit. */
export interface CheckOutcome {
  /** The file name of the check. It states the wish: `essential-container-stays-up`. */
  readonly id: string
  readonly outcome: 'pass' | 'fail' | 'skip'
  /** One line a person understands without knowing the check. */
  readonly message: string
  readonly container?: string
  /** With its unit, as it is to be shown: `3.1 s`. */
  readonly measured?: string
  readonly limit?: string
  readonly findings: readonly Finding[]
}
