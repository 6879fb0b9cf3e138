import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { askStore } from './ask.ts'
import { isTrouble, type FoundParameter, type FoundSecret, type Refusal, type SecretStore } from './secret-store.ts'
import { syntheticLike } from './synthetic.ts'
import { wantedSecrets } from './wanted.ts'

/** A local store made after the real one. */
export interface Recording {
  /** YAML, as `openLocalStore` reads it: real names and ARNs, made-up values of the same form. */
  readonly text: string
  /** The variables that are not in it, because the store did not answer for them. */
  readonly missing: readonly { readonly container: string; readonly variable: string }[]
  readonly troubles: readonly Refusal[]
}

/** Records the form of everything the task asks for, so that runs without access to the real store have an honest stand-in (`secrets --record`). */
export async function recordStore(
  definition: TaskDefinition,
  store: SecretStore,
  options: { readonly signal: AbortSignal; readonly defaultRegion?: string },
): Promise<Recording> {
  const answered = await askStore(store, wantedSecrets(definition, options.defaultRegion), options)
  const secrets = new Map<string, { readonly arn: string; readonly versions: Map<string, object> }>()
  const parameters = new Map<string, object>()
  const missing: { container: string; variable: string }[] = []
  const troubles: Refusal[] = []
  for (const each of answered) {
    const answer = each.kind === 'invalid' ? undefined : each.answer
    if (answer !== undefined && 'arn' in answer && 'versionStages' in answer) addSecret(secrets, answer)
    else if (answer !== undefined && 'asked' in answer) parameters.set(answer.name, parameterEntry(answer))
    else {
      missing.push({ container: each.wanted.container, variable: each.wanted.variable })
      if (answer !== undefined && 'cause' in answer && isTrouble(answer.cause)) troubles.push(answer)
    }
  }
  const { stringify } = await import('yaml')
  const content = {
    secretsManager: Object.fromEntries([...secrets].map(([name, { arn, versions }]) => [name, { arn, versions: [...versions.values()] }])),
    parameterStore: Object.fromEntries(parameters),
  }
  return { text: `${heading}${stringify(content, { lineWidth: 0, sortMapEntries: true })}`, missing, troubles }
}

const heading = '# Recorded by `ecs-preflight secrets --record`: names, ARNs and forms are real, every value is made up.\n'

function addSecret(secrets: Map<string, { readonly arn: string; readonly versions: Map<string, object> }>, secret: FoundSecret): void {
  const { arn, name, versionId = '', versionStages, value } = secret
  const entry = secrets.get(name) ?? { arn, versions: new Map<string, object>() }
  secrets.set(name, entry)
  const made =
    value.kind === 'string' ? { value: syntheticLike(value.text.reveal()) } : { binary: Buffer.from('synthetic').toString('base64') }
  entry.versions.set(versionId, { id: versionId, stages: versionStages, ...made })
}

/** A parameter's own ARN is kept: without one the local store would answer in every region. A plain String is no secret. */
function parameterEntry({ type, value, version, arn }: FoundParameter): object {
  const text = value.kind === 'string' ? value.text.reveal() : ''
  return {
    type,
    value: type === 'SecureString' ? syntheticLike(text) : text,
    ...(version !== undefined && { version }),
    ...(arn !== undefined && { arn }),
  }
}
