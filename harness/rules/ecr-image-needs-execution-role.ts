import { at } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const ecrImageNeedsExecutionRole: Rule = {
  id: 'ecr-image-needs-execution-role',
  severity: 'error',
  about: 'On Fargate the execution role pulls images from private ECR repositories. Images of public.ecr.aws need none.',
  *check(definition) {
    if (!onFargate(definition) || definition.executionRoleArn !== undefined || !definition.knows(['executionRoleArn'])) return
    for (const container of definition.containerDefinitions) {
      if (!/^\d{12}\.dkr\.ecr[.-]/.test(container.image)) continue
      yield {
        message: `${container.name}'s image is in ECR, and there is no executionRoleArn that could pull it`,
        remedy: 'add executionRoleArn with a role that has AmazonECSTaskExecutionRolePolicy',
        ...recorded('Fargate requires task definition to have execution role ARN to support ECR images.'),
        ...at(container, 'image'),
      }
    }
  },
}
