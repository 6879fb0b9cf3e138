import type { Path } from '../source/source.ts'

/** One change of a file that a safe remedy asks for, named by paths of RegisterTaskDefinition's shape. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: Path; readonly value: string | number | boolean | readonly string[] }
  | { readonly kind: 'remove'; readonly path: Path }
  /** Takes the object around the whole definition away, as describe-task-definition writes it. */
  | { readonly kind: 'unwrap' }
