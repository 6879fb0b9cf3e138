import { readFile } from 'node:fs/promises'
import { openLocalStore } from '../../harness/secrets/local.ts'
import { type Resolution, resolveSecrets } from '../../harness/secrets/resolve.ts'
import type { SecretStore } from '../../harness/secrets/secret-store.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'
import type { TaskDefinition } from '../../harness/task-definition/task-definition.ts'

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:'

/** The ARN of one of the secrets in fixtures/secrets/store.yaml, given what stands after `:secret:`. */
export function secretArn(tail: string): string {
  return `${arn}${tail}`
}

/** A task with one container "api" that has these secrets, by variable. `more`: other keys of the container. */
export function taskWith(secrets: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}): TaskDefinition {
  const api = { name: 'api', image: 'api:1', secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })), ...more }
  const task = { family: 'shop', executionRoleArn: 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole', containerDefinitions: [api] }
  const { definition } = parseTaskDefinition(parseJsonSource('task.json', JSON.stringify(task, null, 2)))
  if (definition === undefined) throw new Error('the task definition of this test cannot be read')
  return definition
}

export async function fixtureStore(name = 'store'): Promise<SecretStore> {
  const file = `fixtures/secrets/${name}.yaml`
  return openLocalStore(await parseYamlSource(file, await readFile(file, 'utf8'))).store
}

/** What `fixtures/secrets/store.yaml` answers to the secrets of one container. */
export async function resolve(
  secrets: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Resolution> {
  return await resolveSecrets(taskWith(secrets, more), await fixtureStore(), {
    signal: AbortSignal.timeout(10_000),
    defaultRegion: 'us-east-1',
  })
}

/** The values of the container "api", readable. */
export function revealed(resolution: Resolution): Readonly<Record<string, string>> {
  return Object.fromEntries([...(resolution.values.get('api') ?? [])].map(([name, value]) => [name, value.reveal()]))
}
