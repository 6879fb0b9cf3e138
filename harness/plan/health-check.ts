import type { HealthCheck } from '../task-definition/health-check.ts'

/** A container's health check with every default filled in (RegisterTaskDefinition's documented ones). Times in milliseconds. */
export interface HealthCheckPlan {
  readonly command: readonly string[]
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly retries: number
  /** 0 where the definition gives none. */
  readonly startPeriodMs: number
}

export function planHealthCheck(healthCheck: HealthCheck): HealthCheckPlan {
  return {
    command: healthCheck.command,
    intervalMs: (healthCheck.interval ?? 30) * 1000,
    timeoutMs: (healthCheck.timeout ?? 5) * 1000,
    retries: healthCheck.retries ?? 3,
    startPeriodMs: (healthCheck.startPeriod ?? 0) * 1000,
  }
}
