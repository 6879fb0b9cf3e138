/** A time in which a task or its target is unhealthy; milliseconds on ECS's clock of the task. Without an end it never recovers. */
export interface UnhealthySpell {
  readonly fromMs: number
  readonly untilMs: number | undefined
}

/**
 * When the service scheduler would act on this spell; undefined where the grace period outlasts it.
 *
 * healthCheckGracePeriodSeconds makes the scheduler ignore load balancer and container health from the moment the task is RUNNING (ECS API
 * reference, Service). The container's own healthStatus still shows UNHEALTHY meanwhile; what counts is whether it still is when the period
 * ends.
 */
export function actsOnSpellAtMs(spell: UnhealthySpell, runningAtMs: number, gracePeriodMs: number): number | undefined {
  const atMs = Math.max(spell.fromMs, runningAtMs + gracePeriodMs)
  return spell.untilMs !== undefined && spell.untilMs <= atMs ? undefined : atMs
}

/**
 * The shortest grace period under which none of these spells stops the task; undefined where one never ends, so that none is long enough.
 */
export function neededGracePeriodMs(spells: readonly UnhealthySpell[], runningAtMs: number): number | undefined {
  let neededMs = 0
  for (const { untilMs } of spells) {
    if (untilMs === undefined) return undefined
    neededMs = Math.max(neededMs, untilMs - runningAtMs)
  }
  return neededMs
}
