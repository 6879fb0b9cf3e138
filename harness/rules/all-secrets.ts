import type { Path } from '../source/source.ts'
import type { Secret } from '../task-definition/secret.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** One secret of a container, or of its log driver. */
export interface PlacedSecret {
  readonly secret: Secret
  readonly container: string
  readonly of: 'container' | 'log-driver'
  readonly path: Path
}

/** Every secret of a task that has a value to speak of. */
export function* allSecrets(definition: TaskDefinition): Iterable<PlacedSecret> {
  for (const { name, index, secrets, logConfiguration } of definition.containerDefinitions) {
    const parent = ['containerDefinitions', index]
    for (const [at, secret] of secrets.entries()) {
      if (secret.valueFrom !== '') yield { secret, container: name, of: 'container', path: [...parent, 'secrets', at] }
    }
    for (const [at, secret] of (logConfiguration?.secretOptions ?? []).entries()) {
      if (secret.valueFrom !== '')
        yield { secret, container: name, of: 'log-driver', path: [...parent, 'logConfiguration', 'secretOptions', at] }
    }
  }
}
