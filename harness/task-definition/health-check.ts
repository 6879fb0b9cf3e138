import { block, list } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

/** A container's own health check, as written: what is absent is ECS's default (see `plan/health-check.ts`). */
export interface HealthCheck {
  /** `["CMD", …]` or `["CMD-SHELL", script]`. */
  readonly command: readonly string[]
  /** Seconds, 5 to 300, by default 30. */
  readonly interval?: number
  /** Seconds, 2 to 60, by default 5. */
  readonly timeout?: number
  /** 1 to 10, by default 3. */
  readonly retries?: number
  /** Seconds, 0 to 300, by default none. */
  readonly startPeriod?: number
}

export const healthCheck = block<HealthCheck>(
  'HealthCheck',
  {
    command: { ...list(text('emulated', 'run inside the container, as its user', { style: 'shell', keepEmpty: true })), required: true },
    interval: integer('emulated', "on ECS's clock; waited out with --timing exact"),
    timeout: integer('emulated', ''),
    retries: integer('emulated', ''),
    startPeriod: integer('emulated', ''),
  },
  'emulated',
  "the verdict follows ECS's clock; an image's own HEALTHCHECK is not used",
)
