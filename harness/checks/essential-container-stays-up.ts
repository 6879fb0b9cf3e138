import type { CheckOutcome } from '../findings/check-outcome.ts'
import { decisionOf, exitOf, startedAt } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { duration } from './words.ts'

export const essentialContainerStaysUp: Check = {
  id: 'essential-container-stays-up',
  about:
    'An essential container that ends, with whatever exit code, stops the task. A one-shot task (expect.exit) has to end with its code.',
  check({ plan, timeline }) {
    const expected = plan.expect.exit ?? undefined
    return plan.containers
      .filter(({ name, essential }) => essential && startedAt(timeline, name) !== undefined)
      .map(({ name }): CheckOutcome => {
        const exit = exitOf(timeline, name)
        const upMs = (exit?.atMs ?? decisionOf(timeline)?.atMs ?? 0) - (startedAt(timeline, name) ?? 0)
        const common = { id: this.id, container: name, measured: duration(upMs) }
        if (expected !== undefined) {
          const held = exit?.exitCode === expected
          // What to say about an unexpected end is for the diagnosis, which sees why.
          const message =
            exit === undefined ? `${name} was still running` : `${name} ended with exit code ${exit.exitCode} (expected ${expected})`
          return { ...common, outcome: held ? 'pass' : 'fail', message, findings: exit === undefined ? [stillRunning(name, expected)] : [] }
        }
        if (exit === undefined) return { ...common, outcome: 'pass', message: `${name} stayed up`, findings: [] }
        return {
          ...common,
          outcome: 'fail',
          message: `${name} ended by itself with exit code ${exit.exitCode} after ${duration(upMs)}`,
          findings: [],
        }
      })
  },
}

function stillRunning(name: string, expected: number): CheckOutcome['findings'][number] {
  return {
    id: 'essential-container-stays-up',
    severity: 'error',
    confidence: 'certain',
    message: `"${name}" did not end; the settings expect exit code ${expected}`,
    remedy: 'Raise --max-wait if it needs longer, or remove expect.exit if the task is a service.',
    container: name,
  }
}
