import type { TaskIdentity } from './configuration.ts'

export function clusterArn(identity: TaskIdentity): string {
  return arn(identity, 'ecs', `cluster/${identity.cluster}`)
}

/** In the long form, with the cluster's name, as every account has it since 2021. */
export function taskArn(identity: TaskIdentity): string {
  return arn(identity, 'ecs', `task/${identity.cluster}/${identity.taskId}`)
}

/** A hierarchical name brings its own slash, a plain one is given one. */
export function parameterArn(identity: TaskIdentity, name: string): string {
  return arn(identity, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`)
}

/** The session that ECS opens with a task's role, as AWS names it in a refusal: called after the task. */
export function sessionArn({ region, account, taskId }: TaskIdentity, roleArn: string | undefined): string {
  const role = roleArn?.split('/').at(-1) ?? 'no-task-role'
  return `arn:${partition(region)}:sts::${account}:assumed-role/${role}/${taskId}`
}

function arn(identity: TaskIdentity, service: string, resource: string): string {
  return `arn:${partition(identity.region)}:${service}:${identity.region}:${identity.account}:${resource}`
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}
