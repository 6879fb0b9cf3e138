import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const noInferenceAccelerators: Rule = {
  id: 'no-inference-accelerators',
  severity: 'error',
  about: 'AWS has ended Elastic Inference; ECS refuses the field.',
  *check({ inferenceAccelerators }) {
    if (inferenceAccelerators.length === 0) return
    yield {
      message: 'inferenceAccelerators: AWS has ended Elastic Inference',
      remedy: 'take the field out',
      ...recorded("Unsupported field 'inferenceAccelerators'."),
      path: ['inferenceAccelerators'],
    }
  },
}
