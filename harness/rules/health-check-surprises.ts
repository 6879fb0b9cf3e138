import { latestVerdictMs } from '../health/worst-case.ts'
import { at } from './at.ts'
import type { Rule } from './rule.ts'

export const healthCheckStartPeriodCoversInterval: Rule = {
  id: 'health-check-start-period-covers-interval',
  severity: 'warning',
  about:
    'The first probe comes one interval after the start. A startPeriod that is shorter than the interval is over before anything was probed: it forgives nothing.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { startPeriod = 0, interval = 30 } = container.healthCheck ?? {}
      if (startPeriod === 0 || startPeriod >= interval || !definition.knows(at(container, 'healthCheck', 'interval').path)) continue
      yield {
        message: `the start period of ${startPeriod} s is over before the first probe after ${interval} s: it forgives nothing`,
        remedy: `raise startPeriod above ${interval}, or lower the interval below ${startPeriod}`,
        ...at(container, 'healthCheck', 'startPeriod'),
      }
    }
  },
}

export const healthCheckTimeoutBelowInterval: Rule = {
  id: 'health-check-timeout-below-interval',
  severity: 'info',
  about:
    'With a timeout as long as the interval, a probe that hangs delays the next one: three failures then take longer than three intervals. CDK asks for an interval longer than the timeout; ECS does not.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { timeout = 5, interval = 30 } = container.healthCheck ?? {}
      const path = at(container, 'healthCheck').path
      if (container.healthCheck === undefined || timeout < interval || !definition.knowsAll(path)) continue
      yield {
        message: `the timeout of ${timeout} s is not shorter than the interval of ${interval} s`,
        remedy: `lower the timeout below ${interval}`,
        ...at(container, 'healthCheck', container.healthCheck.timeout === undefined ? 'interval' : 'timeout'),
      }
    }
  },
}

/** `aws ecs wait services-stable` asks 40 times, every 15 seconds. */
const patienceSeconds = 600

export const healthCheckWithinPatience: Rule = {
  id: 'health-check-within-patience',
  severity: 'warning',
  about:
    'A container that never gets well is called UNHEALTHY only after the start period and then retries times interval and timeout. Where that is longer than ten minutes, `aws ecs wait services-stable` has given up before, and a deployment fails without a reason.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      if (container.healthCheck === undefined || !definition.knowsAll(at(container, 'healthCheck').path)) continue
      const { interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = container.healthCheck
      const times = { intervalMs: interval * 1000, timeoutMs: timeout * 1000, retries, startPeriodMs: startPeriod * 1000 }
      const seconds = Math.round(latestVerdictMs(times) / 1000)
      if (seconds <= patienceSeconds || interval > 300 || retries > 10 || timeout > 60 || startPeriod > 300) continue
      yield {
        message: `ECS may need ${seconds} s to see that ${container.name} is not well; a deployment waits ${patienceSeconds} s`,
        remedy: 'lower the interval: a healthy container is seen sooner, too',
        ...at(container, 'healthCheck'),
      }
    }
  },
}
