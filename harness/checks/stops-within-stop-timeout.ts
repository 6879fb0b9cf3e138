import type { CheckOutcome } from '../findings/check-outcome.ts'
import { eventsOf, stopOf } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'
import { containerPath } from './words.ts'

export const stopsWithinStopTimeout: Check = {
  id: 'stops-within-stop-timeout',
  about: 'A container ends on its stop signal by itself, before its stopTimeout is over and it is killed.',
  check({ plan, timeline }) {
    return plan.containers.flatMap((container): CheckOutcome[] => {
      const { name } = container
      const asked = eventsOf(timeline, 'stop-requested', name)[0]
      if (asked === undefined) return []
      const stop = stopOf(timeline, name)
      const common = { id: this.id, container: name, limit: duration(asked.stopTimeoutMs) }
      // SIGKILL comes from the engine: when even that ends nothing, it is the engine that cannot be told about.
      if (stop === undefined) return [{ ...common, outcome: 'skip', message: `the end of ${name} was not seen`, findings: [] }]
      const tookMs = stop.atMs - asked.atMs
      const killed = stop.exitCode === 137 && tookMs >= asked.stopTimeoutMs
      const measured = duration(tookMs)
      if (!killed)
        return [
          {
            ...common,
            outcome: 'pass',
            measured,
            message: `${name} ended with exit code ${stop.exitCode}, ${measured} after ${asked.signal}`,
            findings: [],
          },
        ]
      return [
        {
          ...common,
          outcome: 'fail',
          measured,
          message: `${name} ignored ${asked.signal} and was killed after ${measured}`,
          findings: [
            {
              id: this.id,
              severity: 'error',
              confidence: 'certain',
              message: `"${name}" did not end within its stopTimeout of ${common.limit} after ${asked.signal} and was killed (exit code 137): requests in flight are lost at every deployment`,
              remedy: `Handle ${asked.signal} in the application and start it directly (exec form, no shell or npm in between), or set linuxParameters.initProcessEnabled.`,
              container: name,
              path: containerPath(container),
            },
          ],
        },
      ]
    })
  },
}
