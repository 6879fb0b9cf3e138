import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Check, CheckContext } from './check.ts'
import { connectsToDatabase } from './connects-to-database.ts'
import { containerStarts } from './container-starts.ts'
import { containerLeaksSecret } from './container-leaks-secret.ts'
import { essentialContainerStaysUp } from './essential-container-stays-up.ts'
import { expectedRequestsAreAnswered } from './expected-requests-are-answered.ts'
import { healthCheckSucceeds } from './health-check-succeeds.ts'
import { listensOnContainerPort } from './listens-on-container-port.ts'
import { readyWithin } from './ready-within.ts'
import { stopsWithinStopTimeout } from './stops-within-stop-timeout.ts'
import { targetGroupGetsItsMatcher } from './target-group-gets-its-matcher.ts'

/** Every check there is, in the order of a task's life. */
export const checks: readonly Check[] = [
  containerStarts,
  essentialContainerStaysUp,
  listensOnContainerPort,
  connectsToDatabase,
  healthCheckSucceeds,
  readyWithin,
  targetGroupGetsItsMatcher,
  expectedRequestsAreAnswered,
  stopsWithinStopTimeout,
  containerLeaksSecret,
]

export function runChecks(context: CheckContext): readonly CheckOutcome[] {
  return checks.flatMap((check) => check.check(context))
}
