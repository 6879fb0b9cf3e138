import type { EnvironmentRead } from './environment-reads.ts'

/** A variable that is read and that nothing sets. */
export interface MissingRead {
  readonly name: string
  /** Where it is read first: `dist/index.js:41`. */
  readonly place: string
  readonly indirect: boolean
}

/** What a shell, Node or the container's own programs have anyway, or ask for only to see whether it is there. */
const ambient =
  /^(?:PATH|HOME|PWD|USER|SHELL|HOSTNAME|LANG|LC_\w+|TERM|TMPDIR|TMP|TEMP|TZ|CI|DEBUG|NO_COLOR|FORCE_COLOR|COLORTERM|NODE_(?:ENV|OPTIONS|DEBUG|PATH|EXTRA_CA_CERTS|V8_COVERAGE|UNIQUE_ID)|npm_\w+)$/i

/** The variables that the code needs and nobody sets, in the order of their names. One that has a default somewhere is not needed. */
export function missingReads(reads: readonly EnvironmentRead[], isSet: (name: string) => boolean): readonly MissingRead[] {
  const byName = Map.groupBy(reads, (read) => read.name)
  return [...byName]
    .filter(([name, all]) => !isSet(name) && !ambient.test(name) && !all.some((read) => read.optional))
    .map(([name, all]) => {
      const first = all[0] as EnvironmentRead
      return { name, place: `${first.file}:${first.line}`, indirect: all.every((read) => read.indirect) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
