import type { Dependency, DependencyDecision } from '../../harness/health/dependency.ts'

/**
 * The ECS agent's look at the dependencies of one container, again and again, a millisecond apart. Written from the order in which the
 * agent asks, and from nothing in harness/health. Events are expected at multiples of 10 ms, so that the millisecond in which a timeout is
 * first past has no other event.
 */
export function simulateDependencies(
  dependencies: readonly Dependency[],
  untilMs: number,
): { readonly kinds: readonly DependencyDecision['kind'][]; readonly atMs: number | undefined } {
  for (let now = 0; now <= untilMs; now += 1) {
    const failed: DependencyDecision['kind'][] = []
    let blocked = false
    for (const dependency of dependencies) {
      const isStopped = dependency.stopped !== undefined && now >= dependency.stopped.atMs
      const hasStarted = dependency.startedAtMs !== undefined && now >= dependency.startedAtMs
      const exitCode = isStopped ? dependency.stopped?.exitCode : undefined
      const limitMs = (dependency.startedAtMs ?? 0) + (dependency.startTimeoutMs ?? 0)
      if (!isStopped && hasStarted && dependency.startTimeoutMs !== undefined && dependency.condition !== 'START' && now > limitMs) {
        failed.push('timed-out')
      }
      if (dependency.condition === 'SUCCESS' && isStopped && exitCode !== 0) failed.push('not-successful')
      if (dependency.abandonedAtMs !== undefined && now >= dependency.abandonedAtMs && dependency.startedAtMs === undefined && !isStopped) {
        failed.push('never-starts')
      }
      const isHealthy = dependency.healthyAtMs !== undefined && now >= dependency.healthyAtMs && !isStopped
      const held = {
        START: hasStarted || isStopped,
        HEALTHY: isHealthy,
        COMPLETE: isStopped && exitCode !== undefined,
        SUCCESS: isStopped && exitCode === 0,
      }[dependency.condition]
      if (!held) blocked = true
    }
    if (failed.length > 0) return { kinds: failed, atMs: failed.includes('timed-out') ? now - 1 : now }
    if (!blocked) return { kinds: ['satisfied'], atMs: now }
  }
  return { kinds: ['blocked'], atMs: undefined }
}
