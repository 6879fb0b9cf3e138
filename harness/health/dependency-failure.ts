import type { DependencyFailure } from './dependency.ts'

/** The exit code that ECS gives to a container it never created because a dependency failed (the ECS agent's task_manager.go). */
export const dependencyFailureExitCode = 143

/**
 * The reason ECS gives on a container whose dependency failed, word for word (the ECS agent's dependencygraph/graph.go). The agent writes
 * each container as `name(image) (KNOWN->DESIRED)`, with ` - Exit: CODE` once it has exited.
 */
export function dependencyFailureText(kind: DependencyFailure, dependency: string, target: string): string {
  return `CannotStartContainerError: dependency graph: ${texts[kind](`container ordering dependency [${dependency}] for target [${target}]`)}`
}

const texts = {
  'timed-out': (edge) => `${edge} has timed out.`,
  'not-successful': (edge) => `failed to resolve ${edge} as dependency did not exit successfully.`,
  'never-starts': (edge) => `failed to resolve ${edge} because dependency will never start`,
} satisfies Record<DependencyFailure, (edge: string) => string>
