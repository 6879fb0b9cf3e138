import type { Finding } from '../findings/finding.ts'
import type { Remediable } from '../findings/remedy.ts'
import type { Edit } from '../source/edit.ts'
import { editJson, unwrapJson } from '../source/edit-json.ts'
import { complaints } from '../task-definition/reading/index.ts'
import { noDescribeOnlyKeys } from '../task-definition/reading/no-describe-only-keys.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { rules } from './index.ts'

/**
 * The file's text with every safe remedy made, its formatting kept, and the findings that are dealt with by it.
 * YAML is left as it is: nothing is fixed then. Ignored findings are left alone.
 */
export function fixTaskDefinition(
  definition: TaskDefinition,
  findings: readonly Finding[],
): { readonly text: string; readonly fixed: readonly Finding[] } {
  const { source } = definition
  if (/\.ya?ml$/i.test(source.file)) return { text: source.text, fixed: [] }
  const kinds = new Map<string, Remediable>([...complaints, ...rules].map((kind) => [kind.id, kind]))
  const fixed: Finding[] = []
  const edits: Edit[] = []
  for (const finding of findings) {
    if (finding.ignored !== undefined) continue
    const wanted = kinds.get(finding.id)?.fix?.(finding, definition) ?? []
    const unwraps = finding.id === noDescribeOnlyKeys.id && definition.shape === 'wrapped'
    if (wanted.length > 0 || unwraps) fixed.push(finding)
    edits.push(...wanted.map((edit) => ({ ...edit, path: definition.inSource(edit.path) })))
  }
  const edited = edits.length === 0 ? source.text : editJson(source.text, edits)
  const unwrapped = definition.shape === 'wrapped' && fixed.some((finding) => finding.id === noDescribeOnlyKeys.id)
  return { text: unwrapped ? unwrapJson(edited, 'taskDefinition', definition.tags.length > 0 ? ['tags'] : []) : edited, fixed }
}
