import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ContainerScript } from '../../harness/runtime/scripted.ts'
import { eventsOf, exitOf, firstSuccess, startedAt, stopOf } from '../../harness/timeline/questions.ts'
import type { Timeline } from '../../harness/timeline/recorder.ts'
import { planOf } from '../plan/given.ts'
import { play } from './play.ts'

interface Edge {
  readonly on: number
  readonly condition: string
}

interface Member {
  readonly edges: readonly Edge[]
  readonly essential: boolean
  readonly startTimeout: number | undefined
  readonly script: ContainerScript
}

const conditions = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']
const health = { command: ['CMD', 'check'], interval: 5, timeout: 2, retries: 2 }

const script: fc.Arbitrary<ContainerScript> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      startTakesMs: fc.nat(2000),
      readyAfterMs: fc.nat(4000),
      stop: fc.constantFrom('ignores' as const, { tookMs: 500, exitCode: 0 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ exits: fc.record({ afterMs: fc.nat(6000), exitCode: fc.constantFrom(0, 0, 1) }) }) },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ startFails: { reason: 'no such file' } }) },
)

/** A container depends only on ones that come before it, so that no circle can close. */
function member(index: number): fc.Arbitrary<Member> {
  const edges =
    index === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.record({ on: fc.nat(index - 1), condition: fc.constantFrom(...conditions) }), {
          maxLength: 3,
          selector: ({ on }) => on,
        })
  return fc.record({
    edges,
    essential: fc.boolean(),
    startTimeout: fc.option(fc.integer({ min: 2, max: 120 }), { nil: undefined }),
    script,
  })
}

const members = fc.integer({ min: 1, max: 6 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => member(index))))
const name = (index: number): string => `c${index}`

function planned(all: readonly Member[]) {
  return planOf({
    containers: all.map(({ edges, essential, startTimeout }, index) => ({
      name: name(index),
      essential,
      healthCheck: health,
      stopTimeout: 3,
      ...(startTimeout === undefined ? {} : { startTimeout }),
      dependsOn: edges.map(({ on, condition }) => ({ containerName: name(on), condition })),
    })),
  })
}

/** What had happened when a container was started. */
function before(timeline: Timeline, container: string): Timeline {
  const at = timeline.events.findIndex((event) => event.type === 'container-started' && event.container === container)
  return { ...timeline, events: timeline.events.slice(0, at) }
}

function holds(timeline: Timeline, container: string, condition: string): boolean {
  switch (condition) {
    case 'START':
      return startedAt(timeline, container) !== undefined || eventsOf(timeline, 'container-start-failed', container).length > 0
    case 'COMPLETE':
      return exitOf(timeline, container) !== undefined
    case 'SUCCESS':
      return exitOf(timeline, container)?.exitCode === 0
    default:
      return firstSuccess(timeline, container) !== undefined
  }
}

test('whatever the task: nothing starts before what it waits for, it always ends, and it stops in the reverse order', async () => {
  await fc.assert(
    fc.asyncProperty(members, async (all) => {
      const containers = Object.fromEntries(all.map(({ script: one }, index) => [name(index), one]))
      const timeline = await play(planned(all), { containers })
      const decision = eventsOf(timeline, 'decided')
      expect(decision).toHaveLength(1)
      for (const [index, { edges }] of all.entries()) {
        const own = name(index)
        if (startedAt(timeline, own) === undefined) continue
        for (const { on, condition } of edges)
          expect(holds(before(timeline, own), name(on), condition), `${own} needs ${name(on)} ${condition}`).toBe(true)
      }
      for (const asked of eventsOf(timeline, 'stop-requested')) {
        const until = { ...timeline, events: timeline.events.slice(0, timeline.events.indexOf(asked)) }
        const dependents = all.flatMap(({ edges }, index) => (edges.some(({ on }) => name(on) === asked.container) ? [name(index)] : []))
        for (const dependent of dependents)
          expect(
            startedAt(timeline, dependent) === undefined || stopOf(until, dependent) !== undefined,
            `${asked.container} stopped before ${dependent}`,
          ).toBe(true)
      }
      const left = [...all.keys()].filter(
        (index) => startedAt(timeline, name(index)) !== undefined && stopOf(timeline, name(index)) === undefined,
      )
      expect(decision[0]?.why === 'settled' ? left : []).toEqual([])
    }),
    { numRuns: 300 },
  )
})
