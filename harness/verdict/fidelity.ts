import type { TaskPlan } from '../plan/task.ts'
import { eventsOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Fidelity, NotChecked } from './report.ts'

/** For each field this task uses: how well it was emulated here. */
export function fidelityOf(plan: TaskPlan, timeline: Timeline): readonly Fidelity[] {
  const rows: Fidelity[] = [
    {
      path: 'networkMode',
      status: 'approximated',
      note: 'one network namespace for the task, as on Fargate; a bridge of this machine in place of the VPC',
    },
  ]
  const add = (path: string, status: Fidelity['status'], note: string): void => {
    rows.push({ path, status, note })
  }
  if (plan.cpuUnits !== undefined)
    add(
      'cpu',
      plan.containers.length === 1 ? 'emulated' : 'approximated',
      `a quota of ${plan.cpuUnits / 1024} vCPU${plan.containers.length === 1 ? '' : ' for each container, not for their sum'}; a core of this machine is no Fargate core`,
    )
  if (plan.memoryMiB !== undefined)
    add(
      'memory',
      plan.containers.length === 1 ? 'emulated' : 'approximated',
      `${plan.memoryMiB} MiB as a hard limit without swap${plan.containers.length === 1 ? '' : ' for each container, not for their sum'}`,
    )
  if (plan.taskRoleArn !== undefined) add('taskRoleArn', 'approximated', 'the credentials endpoint answers with synthetic credentials')
  for (const container of plan.containers) {
    const at = (field: string): string => `containerDefinitions[${container.name}].${field}`
    if (container.healthCheck !== undefined)
      add(
        at('healthCheck'),
        'emulated',
        "the definition's own command; ECS's decision is projected by Docker's algorithm, Fargate's own prober is closed",
      )
    if (container.logDriver !== undefined)
      add(at('logConfiguration'), 'not-emulated', `output is captured here; nothing is sent to ${container.logDriver}`)
    if (container.environment.some(({ origin }) => origin === 'secret'))
      add(at('secrets'), 'emulated', 'resolved and injected as the ECS agent does it')
    add(at('stopTimeout'), 'emulated', `${container.stopSignal}, then SIGKILL after ${container.stopTimeoutSeconds} s`)
    if (container.imagePlan.kind === 'build')
      add(at('image'), 'approximated', 'built here from its Dockerfile; the image in the registry was not looked at')
    for (const { name } of plan.added) {
      const own = container.environment.find((variable) => variable.name === name)
      if (own?.origin === 'added') continue
      add(at(`environment[${name}]`), 'approximated', "set by the task itself, so this tool's certificate authority was not added to it")
    }
  }
  add('ECS_CONTAINER_METADATA_URI_V4', 'approximated', 'task and container metadata are served; their KnownStatus stays as at the start')
  for (const { path, note } of plan.notEmulated) add(path, 'not-emulated', note)
  for (const { container, field, note } of eventsOf(timeline, 'adapted'))
    add(`containerDefinitions[${container}].${field}`, 'approximated', note)
  return rows
}

/** What no local run can know. */
export function notCheckedOf(plan: TaskPlan): readonly NotChecked[] {
  const secrets = plan.containers.flatMap(({ environment }) => environment).filter(({ origin }) => origin === 'secret').length
  const rows: NotChecked[] = []
  const add = (id: string, what: string, why: string, howToCheck: string): void => {
    rows.push({ id, what, why, howToCheck })
  }
  if (secrets > 0) {
    add(
      'execution-role-permissions',
      `role reads ${secrets} secret${secrets === 1 ? '' : 's'}`,
      `AWS was not asked whether the execution role may read ${secrets} secret${secrets === 1 ? '' : 's'}`,
      'aws iam simulate-principal-policy --action-names secretsmanager:GetSecretValue',
    )
    add('kms-decrypt', 'kms:Decrypt', 'needed where a secret has a customer-managed key', 'aws secretsmanager describe-secret: KmsKeyId')
  }
  add('image-in-registry', 'image in the registry', 'the registry was not asked', 'aws ecr describe-images')
  if (plan.containers.some(({ logDriver }) => logDriver === 'awslogs'))
    add('log-group', 'log group', 'CloudWatch Logs was not asked', 'aws logs describe-log-groups')
  add('route-to-aws', 'route to AWS', 'the VPC, its endpoints and security groups are not here', 'a task of the same subnet')
  if (plan.databases.length > 0)
    add(
      'real-database',
      'real database',
      'a stand-in answered: password, latency, certificate and schema of the real one were not tried',
      'ecs-preflight run --secrets aws, or a staging task',
    )
  if (!plan.service.described)
    add(
      'service',
      'the service',
      'the settings do not describe the service: one task, no grace period, no load balancer was assumed',
      'service: in preflight.yaml',
    )
  return rows
}
