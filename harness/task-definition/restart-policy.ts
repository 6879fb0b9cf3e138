import { block, list } from './reading/collections.ts'
import { flag, integer } from './reading/scalars.ts'

/** Restarts one container without replacing the task. */
export interface RestartPolicy {
  readonly enabled: boolean
  readonly ignoredExitCodes: readonly number[]
  /** Seconds a container must have run before it may be restarted; 60 to 1800, by default 300. */
  readonly restartAttemptPeriod?: number
}

export const restartPolicy = block<RestartPolicy>(
  'ContainerRestartPolicy',
  {
    enabled: flag('emulated', '', { required: true, absent: false }),
    ignoredExitCodes: list(integer('emulated', '')),
    restartAttemptPeriod: integer('emulated', ''),
  },
  'emulated',
  '',
)
