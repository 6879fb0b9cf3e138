import { at, listed, quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

const fargateDrivers = ['awslogs', 'splunk', 'awsfirelens']
const allDrivers = ['json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'splunk', 'awsfirelens']

export const logDriverIsKnown: Rule = {
  id: 'log-driver-is-known',
  severity: 'error',
  about:
    'Fargate has the log drivers awslogs, splunk and awsfirelens. EC2 has those of Docker as well: json-file, syslog, journald, gelf, fluentd.',
  *check(definition) {
    const drivers = onFargate(definition) ? fargateDrivers : allDrivers
    for (const container of definition.containerDefinitions) {
      const driver = container.logConfiguration?.logDriver
      if (driver === undefined || drivers.includes(driver)) continue
      const where = onFargate(definition) ? 'on Fargate' : 'in ECS'
      yield {
        message: `there is no log driver ${quoted(driver)} ${where}`,
        remedy: `use one of ${listed(drivers)}`,
        ...recorded(`${driver} is not a valid log driver. Must be one of [${drivers.join(',')}]`),
        ...at(container, 'logConfiguration', 'logDriver'),
      }
    }
  },
}

export const logsGoSomewhere: Rule = {
  id: 'logs-go-somewhere',
  severity: 'warning',
  about: 'On Fargate the output of a container without logConfiguration is thrown away. When it fails, nobody knows why.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.logConfiguration !== undefined) continue
      yield {
        message: `${container.name} has no logConfiguration: Fargate throws its output away`,
        remedy: 'add the log driver awslogs with awslogs-group, awslogs-region and awslogs-stream-prefix',
        ...at(container, 'logConfiguration'),
      }
    }
  },
}

export const logModeIsKnown: Rule = {
  id: 'log-mode-is-known',
  severity: 'error',
  about: 'The option mode of a log driver is blocking or non-blocking.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const mode = container.logConfiguration?.options['mode']
      if (mode === undefined || mode === 'blocking' || mode === 'non-blocking') continue
      yield {
        confidence: 'likely',
        message: `there is no log mode ${quoted(mode)}`,
        remedy: 'write "non-blocking" or "blocking"',
        ...composed(
          `Log driver ${container.logConfiguration?.logDriver ?? 'awslogs'} option 'mode' must be one of [blocking,non-blocking]`,
        ),
        ...at(container, 'logConfiguration', 'options', 'mode'),
      }
    }
  },
}

export const logModeIsStated: Rule = {
  id: 'log-mode-is-stated',
  severity: 'info',
  about:
    'Since 25 June 2025 a log driver without mode is non-blocking: when the log service is slow, lines are dropped once the buffer (10m unless max-buffer-size says otherwise) is full. Before, writing to standard output stopped, and health checks failed. An account setting can change the default.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { logConfiguration } = container
      if (logConfiguration?.logDriver === undefined || logConfiguration.logDriver === 'awsfirelens') continue
      if (logConfiguration.options['mode'] !== undefined || !definition.knows(at(container, 'logConfiguration', 'options', 'mode').path))
        continue
      yield {
        message: `the logs of ${container.name} are non-blocking by default: lines are dropped when the log service is slow`,
        remedy: 'say which one you want: "mode": "non-blocking" with max-buffer-size, or "mode": "blocking"',
        ...at(container, 'logConfiguration', 'options'),
      }
    }
  },
}

export const maxBufferSizeNeedsNonBlocking: Rule = {
  id: 'max-buffer-size-needs-non-blocking',
  severity: 'warning',
  about: 'A log driver in mode blocking has no buffer: max-buffer-size does nothing.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const options = container.logConfiguration?.options
      if (options?.['max-buffer-size'] === undefined || options['mode'] !== 'blocking') continue
      yield {
        message: `max-buffer-size does nothing in mode blocking`,
        remedy: 'take it out, or write "mode": "non-blocking"',
        ...at(container, 'logConfiguration', 'options', 'max-buffer-size'),
      }
    }
  },
}

export const splunkOptionsAreComplete: Rule = {
  id: 'splunk-options-are-complete',
  severity: 'error',
  about: 'The log driver splunk needs splunk-url and splunk-token, each as an option or as a secretOption.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { logConfiguration } = container
      if (logConfiguration?.logDriver !== 'splunk' || !definition.knowsAll(at(container, 'logConfiguration').path)) continue
      const given = new Set([...Object.keys(logConfiguration.options), ...logConfiguration.secretOptions.map((secret) => secret.name)])
      const missing = ['splunk-token', 'splunk-url'].filter((name) => !given.has(name))
      if (missing.length === 0) continue
      yield {
        message: `the log driver splunk of ${container.name} has no ${listed(missing)}`,
        remedy: 'add them; the token as a secretOption',
        ...composed(`Log driver splunk requires options: ${missing.join(', ')}`),
        ...at(container, 'logConfiguration', 'options'),
      }
    }
  },
}
