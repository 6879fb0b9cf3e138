import type { Path } from '../source/source.ts'
import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { Secret, ValueFrom } from '../task-definition/secret.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { parseValueFrom } from '../task-definition/value-from.ts'

/** One valueFrom of the task definition: what it asks for, and where it stands. */
export interface Wanted {
  readonly container: string
  /** The variable, or the option of the log driver. */
  readonly variable: string
  /** `registry`: user name and password for pulling the image. */
  readonly use: 'environment' | 'log-option' | 'registry'
  readonly valueFrom: string
  readonly asks: ValueFrom
  readonly path: Path
}

/** Every valueFrom there is, in the definition's order. What is empty or unknown in the file (a placeholder, a wrong kind) is left out: rules tell of it. */
export function wantedSecrets(definition: TaskDefinition, defaultRegion?: string): readonly Wanted[] {
  return definition.containerDefinitions
    .flatMap((container) => [
      ...registryCredentials(container, defaultRegion),
      ...container.secrets.map((secret, index) => wanted(container, secret, 'environment', ['secrets', index])),
      ...(container.logConfiguration?.secretOptions ?? []).map((secret, index) =>
        wanted(container, secret, 'log-option', ['logConfiguration', 'secretOptions', index]),
      ),
    ])
    .filter((each) => each.valueFrom !== '' && definition.knows(each.path))
}

function wanted(container: ContainerDefinition, secret: Secret, use: Wanted['use'], within: Path): Wanted {
  return {
    container: container.name,
    variable: secret.name,
    use,
    valueFrom: secret.valueFrom,
    asks: parseValueFrom(secret.valueFrom),
    path: ['containerDefinitions', container.index, ...within, 'valueFrom'],
  }
}

/** Here a plain name is that of a secret in the task's own region, not of a parameter. */
function registryCredentials(container: ContainerDefinition, defaultRegion: string | undefined): readonly Wanted[] {
  const parameter = container.repositoryCredentials?.credentialsParameter
  if (parameter === undefined) return []
  const byName = {
    kind: 'secrets-manager',
    partition: 'aws',
    region: defaultRegion ?? '',
    account: '',
    secretId: parameter,
    secretName: parameter,
  } as const
  return [
    {
      container: container.name,
      variable: 'repositoryCredentials',
      use: 'registry',
      valueFrom: parameter,
      asks: parameter.startsWith('arn:') ? parseValueFrom(parameter) : byName,
      path: ['containerDefinitions', container.index, 'repositoryCredentials', 'credentialsParameter'],
    },
  ]
}
