import { Trouble } from '../findings/trouble.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'

/** `--env [CONTAINER:]NAME=VALUE`, by container. Without a container it holds for all of them. */
export function overridesOf(
  env: readonly string[],
  { containerDefinitions }: TaskDefinition,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const names = containerDefinitions.map(({ name }) => name)
  const overrides = new Map(names.map((name) => [name, new Map<string, string>()]))
  for (const entry of env) {
    const match = /^(?:([\w-]+):)?([^=:]+)=(.*)$/s.exec(entry)
    if (match === null)
      throw new Trouble('words', `"--env ${entry.split('=')[0]}" is not understood: write --env NAME=VALUE or --env CONTAINER:NAME=VALUE`)
    const [, container, name = '', value = ''] = match
    if (container !== undefined && !names.includes(container))
      throw new Trouble('words', `--env names the container "${container}", but the task has ${names.join(', ')}: correct the name`)
    for (const target of container === undefined ? names : [container]) overrides.get(target)?.set(name, value)
  }
  return overrides
}
