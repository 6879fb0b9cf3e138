/** The path of a container's field in the task definition. */
export function containerPath(container: { readonly index: number }, ...rest: readonly (string | number)[]): readonly (string | number)[] {
  return ['containerDefinitions', container.index, ...rest]
}
