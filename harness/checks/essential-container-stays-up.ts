import type { CheckOutcome } from '../findings/check-outcome.ts'
import { decisionOf, exitOf, startedAt } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'

export const essentialContainerStaysUp: Check = {
  id: 'essential-container-stays-up',
  about:
    'An essential container that ends, with whatever exit code, stops the task. A one-shot task (expect.exit) has to end with its code.',
  check({ plan, timeline }) {
    const expected = plan.expect.exit ?? undefined
    const watched = plan.containers
      .filter(({ name, essential }) => essential && startedAt(timeline, name) !== undefined)
      .map(({ name }) => name)
    if (expected === undefined) return watched.map((name) => staysUp(name, timeline))
    // The first essential container to end stops the task, so the others need not end by themselves.
    const ended = watched.filter((name) => exitOf(timeline, name) !== undefined)
    return (ended.length > 0 ? ended : watched).map((name) => endsWith(expected, name, timeline))
  },
}

function staysUp(name: string, timeline: Timeline): CheckOutcome {
  const exit = exitOf(timeline, name)
  const measured = duration(upMs(name, timeline))
  const common = { id: 'essential-container-stays-up', container: name, measured }
  if (exit === undefined) return { ...common, outcome: 'pass', message: `${name} stayed up`, findings: [] }
  // What to say about it is for the diagnosis, which sees why.
  return { ...common, outcome: 'fail', message: `${name} ended by itself with exit code ${exit.exitCode} after ${measured}`, findings: [] }
}

function endsWith(expected: number, name: string, timeline: Timeline): CheckOutcome {
  const exit = exitOf(timeline, name)
  const common = { id: 'essential-container-stays-up', container: name, measured: duration(upMs(name, timeline)) }
  if (exit === undefined)
    return { ...common, outcome: 'fail', message: `${name} was still running`, findings: [stillRunning(name, expected)] }
  const held = exit.exitCode === expected
  const message = `${name} ended with exit code ${exit.exitCode}${held ? ', as expected' : ` (expected ${expected})`}`
  return { ...common, outcome: held ? 'pass' : 'fail', message, findings: [] }
}

function upMs(name: string, timeline: Timeline): number {
  const until = exitOf(timeline, name)?.atMs ?? decisionOf(timeline)?.atMs ?? 0
  return until - (startedAt(timeline, name) ?? 0)
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
