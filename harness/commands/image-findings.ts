import type { Finding } from '../findings/finding.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { ImageOutcome, RuntimeFacts } from '../runtime/runtime.ts'

/** What is wrong with the images before anything starts: one that cannot be had, and one for another processor. */
export function imageFindings(
  plan: TaskPlan,
  images: readonly (readonly [string, ImageOutcome])[],
  runtime: RuntimeFacts,
): readonly Finding[] {
  return images.flatMap(([name, outcome]): Finding[] => {
    const container = plan.containers.find((candidate) => candidate.name === name)
    const path = ['containerDefinitions', container?.index ?? 0, 'image']
    if (outcome.status === 'failed')
      return outcome.fault === 'author' ? [cannotBeHad(name, container?.imagePlan.reference ?? '', outcome, path)] : []
    const { architecture, os } = outcome.facts
    if (architecture === plan.architecture && os === 'linux') return []
    return [
      {
        id: 'image-fits-runtime-platform',
        severity: 'error',
        confidence: 'certain',
        message: `the image of "${name}" is for ${os}/${architecture}, the task definition asks for linux/${plan.architecture}${runtime.architecture === architecture ? '. It would run here, and not there' : ''}`,
        remedy: `Build it with --platform linux/${plan.architecture}, or set runtimePlatform.cpuArchitecture to ${architecture === 'arm64' ? 'ARM64' : 'X86_64'}.`,
        ecs: `CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/${plan.architecture}'.`,
        ecsSource: 'recorded',
        container: name,
        path,
      },
    ]
  })
}

function cannotBeHad(
  name: string,
  reference: string,
  outcome: Extract<ImageOutcome, { status: 'failed' }>,
  path: readonly (string | number)[],
): Finding {
  const common = {
    severity: 'error',
    confidence: 'certain',
    container: name,
    path,
    evidence: [{ kind: 'image', text: outcome.reason }],
  } as const
  const [firstLine = ''] = outcome.reason.split('\n')
  if (outcome.during === 'pull') {
    return {
      ...common,
      id: 'image-can-be-pulled',
      message: `the image "${reference}" of "${name}" cannot be pulled: ${firstLine}`,
      remedy: 'Push the image, correct its name or tag, or say under "images" in preflight.yaml how it is built here.',
      ecs: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${reference}: ${reference}: not found`,
      ecsSource: 'composed',
    }
  }
  return {
    ...common,
    id: 'image-can-be-built',
    message: `the image of "${name}" cannot be built: ${firstLine}`,
    remedy: "Correct the Dockerfile, its context or its arguments; the builder's last lines are below.",
  }
}
