export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'

/** What a container adds to the health of its task. */
export interface ContainerHealth {
  readonly essential: boolean
  /** Its health by the task definition's own healthCheck; undefined where it has none (an image's HEALTHCHECK is never reported). */
  readonly healthStatus: HealthStatus | undefined
}

/**
 * The healthStatus of a task: the worst of its essential containers, UNHEALTHY before UNKNOWN before HEALTHY (ECS API reference,
 * HealthCheck).
 *
 * The reference calls a task UNKNOWN when an essential container has no healthCheck. AWS leaves such containers out (amazon-ecs-agent issue
 * 4094: two HEALTHY and one unchecked give HEALTHY), and so does this. Without any healthCheck the task is UNKNOWN for ever.
 */
export function taskHealth(containers: readonly ContainerHealth[]): HealthStatus {
  const statuses = new Set(containers.filter((container) => container.essential).map((container) => container.healthStatus))
  if (statuses.has('UNHEALTHY')) return 'UNHEALTHY'
  if (statuses.has('UNKNOWN')) return 'UNKNOWN'
  return statuses.has('HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}

/** A verdict of ECS, and when it falls: milliseconds on ECS's clock of the task. */
export interface HealthDecision {
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY'
  readonly atMs: number
}

/**
 * When the task's own healthStatus is first decided. Takes the containers that have a healthCheck, each with its own decision (undefined
 * where it stays UNKNOWN); gives undefined where nothing decides it.
 */
export function taskHealthDecision(
  checked: readonly { readonly essential: boolean; readonly decision: HealthDecision | undefined }[],
): HealthDecision | undefined {
  const decisions = checked.filter((container) => container.essential).map((container) => container.decision)
  const unhealthy = decisions.flatMap((decision) => (decision?.healthStatus === 'UNHEALTHY' ? [decision.atMs] : []))
  if (unhealthy.length > 0) return { healthStatus: 'UNHEALTHY', atMs: Math.min(...unhealthy) }
  if (decisions.length === 0) return undefined
  let atMs = 0
  for (const decision of decisions) {
    if (decision === undefined) return undefined
    atMs = Math.max(atMs, decision.atMs)
  }
  return { healthStatus: 'HEALTHY', atMs }
}
