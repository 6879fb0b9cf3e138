import type { ContainerPlan } from '../plan/container.ts'
import type { Happening } from '../timeline/event.ts'
import { connectionsTo } from '../timeline/questions.ts'
import type { Stage } from './play-task.ts'
import { probeOnce } from './prober.ts'

/**
 * Keeps watching after everything is ready: what dies right after its first healthy probe is what deployments miss. A
 * database nobody has connected to yet gets its own time too. Ends when each essential container was probed once more.
 */
export async function settle(stage: Stage): Promise<Happening> {
  const { plan, clock, recorder, emit, signal } = stage
  emit({ type: 'phase', name: 'settling' })
  const settled = clock.after(plan.expect.staysUpFor, signal)
  const patience = Math.max(0, ...plan.databases.map(({ connectWithinMs }) => connectWithinMs))
  const connected = recorder.until((timeline) =>
    plan.databases.every((database) => connectionsTo(timeline, database).some(({ answeredAtMs }) => answeredAtMs !== undefined))
      ? true
      : undefined,
  )
  await Promise.all([settled, Promise.race([connected, clock.after(patience, signal)])])
  await Promise.all(
    plan.containers
      .filter(({ healthCheck, essential }) => healthCheck !== undefined && essential)
      .map((container) => probeAgain(stage, container)),
  )
  return { type: 'decided', why: 'settled' }
}

/** One failure is no verdict: ECS, too, wants as many in a row as the health check has retries. */
async function probeAgain(stage: Stage, container: ContainerPlan): Promise<void> {
  for (let probes = 0; probes < (container.healthCheck?.retries ?? 1); probes += 1) {
    if (probes > 0) await stage.clock.after(gapMs, stage.signal)
    if (await probeOnce(stage, container)) return
  }
}

const gapMs = 1000
