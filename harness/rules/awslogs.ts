import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at, listed, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import { nearest } from '../task-definition/reading/nearest.ts'
import type { Rule } from './rule.ts'

export const awslogsOptionsAreComplete: Rule = {
  id: 'awslogs-options-are-complete',
  severity: 'error',
  about: 'The log driver awslogs needs awslogs-group and awslogs-region, and neither may be empty.',
  *check(definition) {
    for (const [container, options] of awslogs(definition)) {
      const missing = ['awslogs-region', 'awslogs-group'].filter(
        (name) => options[name] === undefined && definition.knows(option(container, name).path),
      )
      if (missing.length > 0) {
        yield {
          message: `the log driver awslogs of ${container.name} has no ${listed(missing)}`,
          remedy: `add ${listed(missing)} to its options`,
          ...recorded(`Log driver awslogs requires options: ${missing.join(', ')}`),
          ...at(container, 'logConfiguration', 'options'),
        }
      }
      for (const name of ['awslogs-region', 'awslogs-group', 'awslogs-stream-prefix']) {
        if (options[name]?.trim() !== '') continue
        yield {
          message: `${name} is empty`,
          remedy: 'write its value',
          ...recorded(`Log driver awslogs option '${name}' should not be null or empty.`),
          ...option(container, name),
        }
      }
    }
  },
}

export const awslogsNeedsStreamPrefix: Rule = {
  id: 'awslogs-needs-stream-prefix',
  severity: 'error',
  about: 'On Fargate the log driver awslogs needs awslogs-stream-prefix; the stream is then called prefix/container/task.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const [container, options] of awslogs(definition)) {
      if (options['awslogs-stream-prefix'] !== undefined || !definition.knows(option(container, 'awslogs-stream-prefix').path)) continue
      yield {
        message: `the log driver awslogs of ${container.name} has no awslogs-stream-prefix`,
        remedy: `add "awslogs-stream-prefix": ${quoted(definition.family ?? 'ecs')}`,
        ...recorded('Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.'),
        ...at(container, 'logConfiguration', 'options'),
      }
    }
  },
}

export const awslogsNeedsExecutionRole: Rule = {
  id: 'awslogs-needs-execution-role',
  severity: 'error',
  about: 'On Fargate the execution role writes the logs; the task role needs no permission for it.',
  *check(definition) {
    if (!onFargate(definition) || definition.executionRoleArn !== undefined || !definition.knows(['executionRoleArn'])) return
    for (const [container] of awslogs(definition)) {
      yield {
        message: `${container.name} logs with awslogs, and there is no executionRoleArn that could write the logs`,
        remedy: 'add executionRoleArn with a role that has AmazonECSTaskExecutionRolePolicy',
        ...recorded('Fargate requires task definition to have execution role ARN to support log driver awslogs.'),
        ...at(container, 'logConfiguration', 'logDriver'),
      }
    }
  },
}

const known = [
  'awslogs-create-group',
  'awslogs-region',
  'awslogs-group',
  'awslogs-stream-prefix',
  'awslogs-datetime-format',
  'awslogs-multiline-pattern',
  'mode',
  'max-buffer-size',
]
/** Docker's own, of which nobody recorded whether ECS lets them pass. */
const dockersOwn = new Set([
  'awslogs-stream',
  'awslogs-endpoint',
  'awslogs-credentials-endpoint',
  'awslogs-force-flush-interval-seconds',
  'awslogs-max-buffered-events',
  'awslogs-format',
  'tag',
])

export const awslogsOptionsAreKnown: Rule = {
  id: 'awslogs-options-are-known',
  severity: 'error',
  about: `The log driver awslogs takes these options and refuses others: ${known.join(', ')}.`,
  *check(definition) {
    for (const [container, options] of awslogs(definition)) {
      for (const name of Object.keys(options)) {
        if (known.includes(name)) continue
        const docker = dockersOwn.has(name)
        const near = nearest(name, known)
        yield {
          ...(docker ? { severity: 'warning' as const, confidence: 'possible' as const } : {}),
          message: docker
            ? `the option ${name} is Docker's own; ECS may refuse it`
            : `the log driver awslogs has no option ${quoted(name)}`,
          remedy: near === undefined ? 'take it out' : `write ${near}`,
          ...recorded(`Log driver awslogs disallows options: ${name}`),
          ...option(container, name),
        }
      }
    }
  },
}

export const awslogsCreateGroupIsTrueOrAbsent: Rule = {
  id: 'awslogs-create-group-is-true-or-absent',
  severity: 'error',
  about:
    'awslogs-create-group is "true" or is left out; "false" is refused. The managed execution policy does not allow it: the role needs logs:CreateLogGroup as well.',
  *check(definition) {
    for (const [container, options] of awslogs(definition)) {
      const value = options['awslogs-create-group']
      if (value === undefined || value === 'true') continue
      yield {
        message: `awslogs-create-group is ${quoted(value)}`,
        remedy: 'write "true", or take it out',
        ...recorded("Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option."),
        ...option(container, 'awslogs-create-group'),
      }
    }
  },
  fix(finding, definition) {
    const path = finding.path ?? []
    return String(definition.written(path)).toLowerCase() === 'false' ? [{ kind: 'remove', path }] : []
  },
}

export const awslogsCreateGroupNeedsPermission: Rule = {
  id: 'awslogs-create-group-needs-permission',
  severity: 'info',
  about:
    'awslogs-create-group needs logs:CreateLogGroup, which AmazonECSTaskExecutionRolePolicy does not have. Without it the task fails to start, unless the group exists.',
  *check(definition) {
    for (const [container, options] of awslogs(definition)) {
      if (options['awslogs-create-group'] !== 'true') continue
      yield {
        message: `creating the log group ${quoted(options['awslogs-group'] ?? '')} needs logs:CreateLogGroup, which the managed execution policy has not`,
        remedy: 'give the execution role logs:CreateLogGroup, or create the group beforehand',
        ...option(container, 'awslogs-create-group'),
      }
    }
  },
}

export const awslogsDatetimeOrMultiline: Rule = {
  id: 'awslogs-datetime-or-multiline',
  severity: 'error',
  about: 'awslogs-datetime-format and awslogs-multiline-pattern both say where a message begins: only one of them can be given.',
  *check(definition) {
    for (const [container, options] of awslogs(definition)) {
      if (options['awslogs-datetime-format'] === undefined || options['awslogs-multiline-pattern'] === undefined) continue
      yield {
        confidence: 'likely',
        message: 'awslogs-datetime-format and awslogs-multiline-pattern exclude each other',
        remedy: 'keep one of them',
        ...option(container, 'awslogs-multiline-pattern'),
      }
    }
  },
}

function awslogs(definition: TaskDefinition): readonly (readonly [ContainerDefinition, Readonly<Record<string, string>>])[] {
  return definition.containerDefinitions.flatMap((container) => {
    const { logConfiguration } = container
    // Options that cannot be read are no missing options.
    const known = definition.knows(at(container, 'logConfiguration', 'options').path)
    return logConfiguration?.logDriver === 'awslogs' && known ? [[container, logConfiguration.options] as const] : []
  })
}

function option(container: ContainerDefinition, name: string): ReturnType<typeof at> {
  return at(container, 'logConfiguration', 'options', name)
}
