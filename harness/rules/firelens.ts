import { at } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const awsfirelensNeedsRouter: Rule = {
  id: 'awsfirelens-needs-router',
  severity: 'error',
  about: 'The log driver awsfirelens hands the logs to a container of the same task that has a firelensConfiguration.',
  *check(definition) {
    const { containerDefinitions } = definition
    const routed = containerDefinitions.some(
      (one) => one.firelensConfiguration !== undefined || !definition.knows(at(one, 'firelensConfiguration').path),
    )
    if (routed) return
    for (const container of containerDefinitions) {
      if (container.logConfiguration?.logDriver !== 'awsfirelens') continue
      yield {
        message: `${container.name} logs with awsfirelens, and no container has a firelensConfiguration`,
        remedy: 'add a container with Fluent Bit and "firelensConfiguration": { "type": "fluentbit" }',
        ...recorded(
          'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
        ),
        ...at(container, 'logConfiguration', 'logDriver'),
      }
    }
  },
}

export const firelensNeedsUser: Rule = {
  id: 'firelens-needs-user',
  severity: 'error',
  about: 'A container with a firelensConfiguration routes the logs of those that log with awsfirelens: one of them has to be there.',
  *check(definition) {
    const { containerDefinitions } = definition
    const used = containerDefinitions.some(
      (one) => one.logConfiguration?.logDriver === 'awsfirelens' || !definition.knows(at(one, 'logConfiguration', 'logDriver').path),
    )
    if (used) return
    for (const container of containerDefinitions) {
      if (container.firelensConfiguration === undefined) continue
      yield {
        message: `${container.name} routes logs, and no container logs with awsfirelens`,
        remedy: "give the application's logConfiguration the logDriver awsfirelens",
        ...recorded(
          'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
        ),
        ...at(container, 'firelensConfiguration'),
      }
    }
  },
}

export const oneFirelensContainer: Rule = {
  id: 'one-firelens-container',
  severity: 'error',
  about: 'A task has one log router at most.',
  *check(definition) {
    const routers = definition.containerDefinitions.filter((container) => container.firelensConfiguration !== undefined)
    for (const container of routers.slice(1))
      yield {
        confidence: 'likely',
        message: `${container.name} is a second log router beside ${routers[0]?.name ?? ''}`,
        remedy: 'keep one firelensConfiguration',
        ...at(container, 'firelensConfiguration'),
      }
  },
}

export const fargateFirelensConfigIsFile: Rule = {
  id: 'fargate-firelens-config-is-file',
  severity: 'error',
  about: "On Fargate the router's own configuration is a file in its image: config-file-type file. EC2 can take it from S3.",
  *check(definition) {
    if (!onFargate(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.firelensConfiguration?.options['config-file-type'] !== 's3') continue
      yield {
        message: `${container.name} takes its configuration from S3, which Fargate cannot`,
        remedy: 'put the file into the image, with "config-file-type": "file"; or use the init image of aws-for-fluent-bit',
        ...recorded("Fargate launch type does not support FirelensConfiguration config file from 's3'"),
        ...at(container, 'firelensConfiguration', 'options', 'config-file-type'),
      }
    }
  },
}

export const firelensHasNoDependencies: Rule = {
  id: 'firelens-has-no-dependencies',
  severity: 'warning',
  about:
    'Containers that log with awsfirelens wait for the log router to start, unless the router itself has a dependsOn: then none of them waits, and what they say first can be lost.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      if (container.firelensConfiguration === undefined || container.dependsOn.length === 0) continue
      yield {
        confidence: 'likely',
        message: `the log router ${container.name} has a dependsOn: no container waits for it any more`,
        remedy: `take it out, or let the others wait for ${container.name} with START`,
        ...at(container, 'dependsOn'),
      }
    }
  },
}
