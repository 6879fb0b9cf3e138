import type { Path } from './source.ts'

/** One change of a document that a safe remedy asks for. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: Path; readonly value: string | number | boolean | readonly string[] }
  | { readonly kind: 'remove'; readonly path: Path }

/** The same change twice, and a change inside of what is removed, need not be made. */
export function necessary(edits: readonly Edit[]): readonly Edit[] {
  const byPath = new Map(edits.map((edit) => [JSON.stringify(edit.path), edit]))
  for (const edit of edits) if (edit.kind === 'remove') byPath.set(JSON.stringify(edit.path), edit)
  const removed = new Set([...byPath.values()].filter((edit) => edit.kind === 'remove').map((edit) => JSON.stringify(edit.path)))
  return [...byPath.values()].filter(
    ({ path }) => !path.some((_step, index) => index > 0 && removed.has(JSON.stringify(path.slice(0, index)))),
  )
}
