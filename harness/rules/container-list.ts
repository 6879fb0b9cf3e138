import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const containersAreDefined: Rule = {
  id: 'containers-are-defined',
  severity: 'error',
  about: 'A task has at least one container.',
  *check({ containerDefinitions }) {
    if (containerDefinitions.length > 0) return
    yield {
      message: 'containerDefinitions is empty',
      remedy: 'define at least one container',
      ...recorded('Container list cannot be empty'),
      path: ['containerDefinitions'],
    }
  },
}

export const atMostTenContainers: Rule = {
  id: 'at-most-ten-containers',
  severity: 'error',
  about: 'The published quota is ten containers in one task definition.',
  *check({ containerDefinitions }) {
    if (containerDefinitions.length <= 10) return
    yield {
      confidence: 'likely',
      message: `${containerDefinitions.length} containers, where the quota is 10`,
      remedy: 'move some of them to a task of their own',
      ...recorded('Too many containers.'),
      path: ['containerDefinitions'],
    }
  },
}
