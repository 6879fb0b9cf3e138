import type { HealthCheck } from '../task-definition/health-check.ts'
import { at } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

/** The numbers of a health check; rows differ in field and bounds only. */
const rows = [
  { field: 'interval', word: 'interval', unit: ' seconds', min: 5, max: 300 },
  { field: 'timeout', word: 'timeout', unit: ' seconds', min: 2, max: 60 },
  { field: 'retries', word: 'retries', unit: '', min: 1, max: 10 },
  { field: 'startPeriod', word: 'start-period', unit: ' seconds', min: 0, max: 300 },
] as const satisfies readonly {
  readonly field: keyof HealthCheck
  readonly word: string
  readonly unit: string
  readonly min: number
  readonly max: number
}[]

export const healthCheckRanges: readonly Rule[] = rows.map(({ field, word, unit, min, max }) => ({
  id: `health-check-${word}-in-range`,
  severity: 'error',
  about: `A health check's ${field} is between ${min} and ${max}${unit}.`,
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const value = container.healthCheck?.[field]
      if (value === undefined || (value >= min && value <= max)) continue
      const high = value > max
      const ecs = `Health check ${field} must be ${high ? `less than or equal to the maximum allowed value ${max}` : `greater than or equal to the minimum allowed value ${min}`} for container '${container.name}'`
      yield {
        message: `the health check of ${container.name} has ${field} ${value}, which is not between ${min} and ${max}`,
        remedy: `write ${high ? max : min} or ${high ? 'less' : 'more'}${unit === '' ? '' : `; the unit is${unit}`}`,
        ...(high ? recorded(ecs) : composed(ecs)),
        ...at(container, 'healthCheck', field),
      }
    }
  },
}))
