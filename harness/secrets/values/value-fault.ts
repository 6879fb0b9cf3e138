import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'

/** One thing that can be wrong with a secret's value. It sees the value; what it says never holds a part of it. */
export interface ValueFault extends Documented {
  find(given: GivenValue): FaultFound | undefined
}

/** A value as the container would get it. */
export interface GivenValue {
  /** The variable. */
  readonly name: string
  readonly text: string
  /** The whole secret, not one of its JSON keys. */
  readonly whole: boolean
}

/** What is wrong, beginning with a verb: the message puts the variable in front of it. Severity is the fault's unless it says otherwise. */
export type FaultFound = Pick<Finding, 'message' | 'confidence'> & { readonly remedy: string } & Partial<Pick<Finding, 'severity'>>
