import { at } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const restartAttemptPeriodInRange: Rule = {
  id: 'restart-attempt-period-in-range',
  severity: 'error',
  about: 'restartAttemptPeriod, the seconds a container must have run before it is restarted again, is 60 to 1800.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const seconds = container.restartPolicy?.restartAttemptPeriod
      if (seconds === undefined || (seconds >= 60 && seconds <= 1800)) continue
      yield {
        message: `restartAttemptPeriod of ${container.name} is ${seconds} s, not 60 to 1800`,
        remedy: seconds < 60 ? 'write at least 60' : 'write at most 1800',
        ...recorded(`The 'restartAttemptPeriod' setting for container '${container.name}' must be between 60 and 1800.`),
        ...at(container, 'restartPolicy', 'restartAttemptPeriod'),
      }
    }
  },
}

export const ignoredExitCodesAtMost50: Rule = {
  id: 'ignored-exit-codes-at-most-50',
  severity: 'error',
  about: 'ignoredExitCodes, after which a container is not restarted, has 50 numbers at most.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const codes = container.restartPolicy?.ignoredExitCodes ?? []
      if (codes.length > 50)
        yield {
          confidence: 'likely',
          message: `${codes.length} ignored exit codes, where 50 are allowed`,
          remedy: 'take some out',
          ...at(container, 'restartPolicy', 'ignoredExitCodes'),
        }
    }
  },
}

export const restartPolicyIsEnabled: Rule = {
  id: 'restart-policy-is-enabled',
  severity: 'warning',
  about: 'With "enabled": false the other settings of a restart policy do nothing.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { restartPolicy } = container
      if (restartPolicy === undefined || restartPolicy.enabled) continue
      if (restartPolicy.ignoredExitCodes.length === 0 && restartPolicy.restartAttemptPeriod === undefined) continue
      yield {
        message: `the restart policy of ${container.name} is not enabled: its other settings do nothing`,
        remedy: 'write "enabled": true, or take restartPolicy out',
        ...at(container, 'restartPolicy', 'enabled'),
      }
    }
  },
}
