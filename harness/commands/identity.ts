import { randomBytes, randomUUID } from 'node:crypto'
import type { TaskIdentity } from '../plan/identity.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** Who the task is: region and account as the definition's own ARNs name them, the rest made up for this run. */
export function identityOf(definition: TaskDefinition, random = true): TaskIdentity {
  const texts = [
    definition.executionRoleArn,
    definition.taskRoleArn,
    ...definition.containerDefinitions.flatMap(({ secrets, image }) => [...secrets.map(({ valueFrom }) => valueFrom), image]),
  ].filter((text) => text !== undefined)
  const region = texts
    .map((text) => /^arn:[^:]+:[^:]+:([a-z0-9-]+):/.exec(text)?.[1] ?? /\.ecr\.([a-z0-9-]+)\./.exec(text)?.[1])
    .find((found) => found !== undefined)
  const logRegion = definition.containerDefinitions
    .map(({ logConfiguration }) => logConfiguration?.options['awslogs-region'])
    .find((found) => found !== undefined)
  const account = texts
    .map((text) => /^arn:[^:]+:[^:]+:[a-z0-9-]*:(\d{12}):/.exec(text)?.[1] ?? /^(\d{12})\.dkr\./.exec(text)?.[1])
    .find((found) => found !== undefined)
  const partition = texts.map((text) => /^arn:([^:]+):/.exec(text)?.[1]).find((found) => found !== undefined)
  return {
    region: logRegion ?? region ?? 'us-east-1',
    account: account ?? '000000000000',
    partition: partition ?? 'aws',
    cluster: 'ecs-preflight',
    taskId: random ? randomBytes(16).toString('hex') : '0'.repeat(32),
    family: definition.family ?? 'task',
    revision: '1',
    credentialsId: random ? randomUUID() : '00000000-0000-0000-0000-000000000000',
  }
}
