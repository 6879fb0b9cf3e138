import type { Path } from '../source/source.ts'
import type { ContainerDefinition } from '../task-definition/container-definition.ts'

/** Where something of a container stands, and whose it is. */
export function at(container: ContainerDefinition, ...steps: Path): { readonly container: string; readonly path: Path } {
  return { container: container.name, path: ['containerDefinitions', container.index, ...steps] }
}

/** A value as it can stand in a message: quoted, short, on one line. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}
