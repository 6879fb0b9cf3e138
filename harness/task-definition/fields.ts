import type { Field, Support } from './reading/field.ts'
import { taskDefinitionFields } from './task-definition.ts'

/** One row of the table of fields. */
export interface FieldRow {
  /** `containerDefinitions[].healthCheck.interval`. */
  readonly field: string
  readonly type: string
  readonly support: Support
  readonly note: string
}

/** Every field of RegisterTaskDefinition, in its own order, with what the tool makes of it. */
export function fieldRows(): readonly FieldRow[] {
  return rowsOf(taskDefinitionFields, '')
}

/** The rows as a Markdown table. */
export function fieldsTable(rows: readonly FieldRow[] = fieldRows()): string {
  const cells = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const head = [cells(['field', 'type', 'here', 'note']), cells(['---', '---', '---', '---'])]
  return `${[...head, ...rows.map((row) => cells([`\`${row.field}\``, row.type, row.support, row.note]))].join('\n')}\n`
}

function rowsOf(fields: Readonly<Record<string, Field<unknown>>>, prefix: string): readonly FieldRow[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const inner = field.type.startsWith('list of ') ? `${path}[].` : `${path}.`
    return [
      { field: path, type: field.type, support: field.support, note: field.note || (field.support === 'checked' ? 'rules judge it' : '') },
      ...(field.children === undefined ? [] : rowsOf(field.children, inner)),
    ]
  })
}
