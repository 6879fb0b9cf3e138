import { at } from './at.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const startTimeoutInRange = inRange('startTimeout', 'start-timeout-in-range', 'how long others wait for this container')
export const stopTimeoutInRange = inRange('stopTimeout', 'stop-timeout-in-range', 'how long it may take to stop before it is killed')

function inRange(key: 'startTimeout' | 'stopTimeout', id: string, what: string): Rule {
  return {
    id,
    severity: 'warning',
    about: `${key}, ${what}, is 2 to 120 seconds on Fargate.`,
    *check(definition) {
      if (!onFargate(definition)) return
      for (const container of definition.containerDefinitions) {
        const seconds = container[key]
        if (seconds === undefined || (seconds >= 2 && seconds <= 120)) continue
        yield {
          message: `${key} of ${container.name} is ${seconds} s; Fargate takes 2 to 120`,
          remedy: seconds > 120 ? `write 120${key === 'stopTimeout' ? ': what is not done by then is killed' : ''}` : 'write at least 2',
          ...at(container, key),
        }
      }
    },
  }
}
