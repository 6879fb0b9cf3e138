import type { Check } from './check.ts'
import { decisionOf, eventsOf } from '../timeline/questions.ts'
import { duration } from '../findings/duration.ts'

export const readyWithin: Check = {
  id: 'ready-within',
  about: 'The task is ready within expect.readyWithin, where the settings ask for it.',
  check({ plan, timeline }) {
    const limitMs = plan.expect.readyWithin
    const started = eventsOf(timeline, 'container-started')[0]
    if (limitMs === undefined || started === undefined) return []
    const ready = eventsOf(timeline, 'phase').find(({ name }) => name === 'ready')
    const common = { id: this.id, limit: duration(limitMs) }
    if (ready !== undefined)
      return [
        {
          ...common,
          outcome: 'pass',
          measured: duration(ready.atMs - started.atMs),
          message: `the task is ready after ${duration(ready.atMs - started.atMs)}`,
          findings: [],
        },
      ]
    const why = decisionOf(timeline)?.why
    return [
      {
        ...common,
        outcome: why === 'not-ready-in-time' ? 'fail' : 'skip',
        message: `the task was not ready within ${duration(limitMs)}`,
        findings:
          why === 'not-ready-in-time'
            ? [
                {
                  id: this.id,
                  severity: 'error',
                  confidence: 'certain',
                  message: `the task was not ready within ${duration(limitMs)} (expect.readyWithin)`,
                  remedy: 'The findings beside this one say what it was waiting for. Raise expect.readyWithin only if the time is needed.',
                },
              ]
            : [],
      },
    ]
  },
}
