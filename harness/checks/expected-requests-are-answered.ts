import type { CheckOutcome } from '../findings/check-outcome.ts'
import { eventsOf } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'

export const expectedRequestsAreAnswered: Check = {
  id: 'expected-requests-are-answered',
  about: 'The requests named in expect.requests get their status within their time.',
  check({ plan, timeline }) {
    const made = eventsOf(timeline, 'request').filter(({ purpose }) => purpose === 'smoke')
    return plan.expect.requests.map((expected, index): CheckOutcome => {
      const request = made[index]
      const common = {
        id: this.id,
        limit: `status ${expected.status}${expected.within === undefined ? '' : ` within ${duration(expected.within)}`}`,
      }
      if (request === undefined)
        return { ...common, outcome: 'skip', message: `GET ${expected.path} was not made: the task was not ready`, findings: [] }
      const got = request.status === undefined ? (request.error ?? 'no answer') : `status ${request.status}`
      const message = `GET ${expected.path}: ${got} in ${duration(request.durationMs)}`
      const held = request.status === expected.status && (expected.within === undefined || request.durationMs <= expected.within)
      const findings: CheckOutcome['findings'] = held
        ? []
        : [
            {
              id: this.id,
              severity: 'error',
              confidence: 'certain',
              message: `${message}; the settings expect ${common.limit}`,
              remedy: 'Look at the log lines around this request, or correct expect.requests.',
              evidence: [{ kind: 'request', text: request.body?.slice(0, 200) ?? message, atMs: request.atMs }],
            },
          ]
      return { ...common, outcome: held ? 'pass' : 'fail', measured: `${got} in ${duration(request.durationMs)}`, message, findings }
    })
  },
}
