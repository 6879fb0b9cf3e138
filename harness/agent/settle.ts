import type { Happening } from '../timeline/event.ts'
import { connectionsOf } from '../timeline/questions.ts'
import type { Stage } from './play-task.ts'
import { probeOnce } from './prober.ts'

/**
 * Keeps watching after everything is ready: what dies right after its first healthy probe is what deployments miss. A
 * database nobody has connected to yet gets its own time too. Ends with one more probe of each container.
 */
export async function settle(stage: Stage): Promise<Happening> {
  const { plan, clock, recorder, emit, signal } = stage
  emit({ type: 'phase', name: 'settling' })
  const settled = clock.after(plan.expect.staysUpFor, signal)
  const patience = Math.max(0, ...plan.databases.map(({ connectWithinMs }) => connectWithinMs))
  const connected = recorder.until((timeline) => {
    const hosts = new Set(
      connectionsOf(timeline)
        .filter(({ answeredAtMs }) => answeredAtMs !== undefined)
        .map(({ host }) => host),
    )
    return plan.databases.every(({ connection, names }) => hosts.has(connection.host) || names.some((name) => hosts.has(name)))
      ? true
      : undefined
  })
  await Promise.all([settled, Promise.race([connected, clock.after(patience, signal)])])
  await Promise.all(
    plan.containers
      .filter(({ healthCheck, essential }) => healthCheck !== undefined && essential)
      .map((container) => probeOnce(stage, container)),
  )
  return { type: 'decided', why: 'settled' }
}
