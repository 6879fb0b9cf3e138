import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import type { Path } from '../../source/source.ts'
import { type Complaint, complaint, written } from './reading.ts'

/** Explicit nulls, as the console writes them: the same as absent to some clients, refused by others. */
export const noNullValues = {
  id: 'no-null-values',
  severity: 'info',
  about:
    'The console writes null for what is not set. The official GitHub action takes the nulls out; the AWS CLI refuses them. They read as absent here; --fix takes them out.',
  find(paths: readonly Path[]): Complaint {
    const some = paths.slice(0, 3).map(written).join(', ')
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ''
    const ecs = `Parameter validation failed:\nInvalid type for parameter ${written(paths[0] ?? [])}, value: None, type: <class 'NoneType'>`
    return complaint(noNullValues, `${paths.length === 1 ? 'a null value' : `${paths.length} null values`}: ${some}${more}`, {
      remedy: 'take them out',
      ecs,
    })
  },
  fix(_finding: Finding, definition: Written): readonly Edit[] {
    return [...nullPaths(definition.written([]))].map((path) => ({ kind: 'remove', path }))
  },
} as const satisfies Remediable & { readonly find: unknown }

/** Where a null stands in a value. */
export function* nullPaths(value: unknown, path: Path = []): Iterable<Path> {
  if (value === null) yield path
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* nullPaths(item, [...path, index])
  else if (typeof value === 'object') for (const [key, item] of Object.entries(value ?? {})) yield* nullPaths(item, [...path, key])
}
