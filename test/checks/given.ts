import type { Check } from '../../harness/checks/check.ts'
import type { CheckOutcome } from '../../harness/findings/check-outcome.ts'
import type { Happening } from '../../harness/timeline/event.ts'
import { type Given, planOf } from '../plan/given.ts'
import { timelineOf } from '../timeline/given.ts'

export const health = { command: ['CMD', 'check', '--now'], interval: 30, timeout: 5, retries: 3, startPeriod: 60 }

/** One container "api" that listens on 8080 and has a health check. */
export const api = { portMappings: [{ containerPort: 8080 }], healthCheck: health }

/** The only outcome of a check for this task and these events. */
export function outcomeOf(check: Check, given: Given, ...events: readonly (readonly [number, Happening])[]): CheckOutcome {
  const outcomes = outcomesOf(check, given, ...events)
  const [only] = outcomes
  if (only === undefined || outcomes.length > 1) throw new Error(`one outcome was expected, there are ${outcomes.length}`)
  return only
}

export function outcomesOf(check: Check, given: Given, ...events: readonly (readonly [number, Happening])[]): readonly CheckOutcome[] {
  return check.check({ plan: planOf(given), timeline: timelineOf(...events) })
}

/** `error listens-on-container-port`, one a finding. */
export function findingsOf({ findings }: CheckOutcome): string[] {
  return findings.map(({ severity, id }) => `${severity} ${id}`)
}
