/** The fields of a Postgres error that Neon's answer has, in its words; pg uses the same. */
const fields = [
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'severity',
  'where',
  'table',
  'column',
  'schema',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

type ErrorFields = { readonly message: string } & Partial<Record<(typeof fields)[number], string | undefined>>

/** Neon's answer to an error of Postgres: every field is there, with null where Postgres did not say. */
export function errorBody(error: ErrorFields): object {
  return { message: error.message, ...Object.fromEntries(fields.map((name) => [name, error[name] ?? null])) }
}

/** Neon's answer where its proxy itself refuses. */
export function messageBody(message: string): object {
  return errorBody({ message })
}

/** Whether Postgres itself said no, rather than the way to it. */
export function isServerError(error: unknown): error is ErrorFields {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string'
}
