import type { Finding } from '../../harness/findings/finding.ts'
import { applyRules, type RuleContext } from '../../harness/rules/index.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'
import type { TaskDefinition } from '../../harness/task-definition/task-definition.ts'

type Json = Readonly<Record<string, unknown>>

/** A container that nothing is wrong with, changed as a test needs it; `undefined` takes a key out. */
export function container(changes: Json = {}): Json {
  return {
    name: 'app',
    image: 'public.ecr.aws/docker/library/nginx:1.29',
    essential: true,
    portMappings: [{ containerPort: 80 }],
    readonlyRootFilesystem: true,
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'web', mode: 'non-blocking' },
    },
    ...changes,
  }
}

/** A Fargate definition that nothing is wrong with, changed as a test needs it. */
export function definition(changes: Json = {}): Json {
  return {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole',
    containerDefinitions: [container()],
    ...changes,
  }
}

/** The same for EC2, where Docker's own network and drivers are allowed. */
export function ec2Definition(changes: Json = {}): Json {
  return definition({
    requiresCompatibilities: ['EC2'],
    networkMode: 'bridge',
    cpu: undefined,
    memory: undefined,
    containerDefinitions: [container({ memory: 128 })],
    ...changes,
  })
}

/** Everything that is found in a definition, by the reader and by the rules. */
export function lint(value: unknown, context: RuleContext = {}): readonly Finding[] {
  return lintText(typeof value === 'string' ? value : JSON.stringify(value, null, 2), context)
}

export function lintText(text: string, context: RuleContext = {}): readonly Finding[] {
  const { definition: read, findings } = parseTaskDefinition(parseJsonSource('task.json', text))
  return [...findings, ...(read === undefined ? [] : applyRules(read, context))]
}

/** The definition as it was read; a test that hands in something else fails here. */
export function read(value: unknown): TaskDefinition {
  const { definition: parsed } = parseTaskDefinition(
    parseJsonSource('task.json', typeof value === 'string' ? value : JSON.stringify(value, null, 2)),
  )
  if (parsed === undefined) throw new Error('this is no task definition')
  return parsed
}
