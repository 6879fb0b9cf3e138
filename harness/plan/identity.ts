/** Who the task is on AWS: what the endpoints, labels and injected variables tell the containers. */
export interface TaskIdentity {
  readonly region: string
  readonly account: string
  readonly partition: string
  readonly cluster: string
  /** 32 hexadecimal digits. */
  readonly taskId: string
  readonly family: string
  readonly revision: string
  /** One UUID for the whole task, as ECS hands it out. */
  readonly credentialsId: string
}

/** The Docker id the metadata endpoint shows on Fargate, `<task id>-<ten digits>`, one for each container. */
export function dockerIdOf(identity: TaskIdentity, index: number): string {
  return `${identity.taskId}-${String(1_000_000_000 + index)}`
}

export function taskArnOf({ partition, region, account, cluster, taskId }: TaskIdentity): string {
  return `arn:${partition}:ecs:${region}:${account}:task/${cluster}/${taskId}`
}

export function clusterArnOf({ partition, region, account, cluster }: TaskIdentity): string {
  return `arn:${partition}:ecs:${region}:${account}:cluster/${cluster}`
}
