import { type Client, DatabaseError } from 'pg'
import { splitStatements, type Statement } from './statements.ts'

/** A statement of the schema that the server refused. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  /** The file's name, as it was handed in. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1; only where the server points at a place within the statement. */
  readonly column?: number
  readonly sqlState?: string
  /** The stand-in lacks what the statement asks for (an extension), so it says nothing about the real database. */
  readonly notAvailableLocally: boolean

  constructor(file: string, place: { line: number; column?: number }, statement: string, cause: DatabaseError) {
    const extension = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?("[^"]+"|[\w-]+)/iu.exec(statement)?.[1]?.replaceAll('"', '')
    // 0A000 and 58P01: no such extension on this server. 42501: there, but only for superusers; Neon lets its users have it.
    const missing = extension !== undefined && ['0A000', '58P01', '42501'].includes(cause.code ?? '')
    const where = [file, place.line, ...(place.column === undefined ? [] : [place.column])].join(':')
    super(
      missing
        ? `${where} extension "${extension}" is not available locally: ${cause.message}`
        : `${where} ${cause.message}${hintFor(statement, cause)}`,
      {
        cause,
      },
    )
    this.file = file
    this.line = place.line
    if (place.column !== undefined) this.column = place.column
    if (cause.code !== undefined) this.sqlState = cause.code
    this.notAvailableLocally = missing
  }
}

/** Runs files of SQL one statement at a time, as psql would. Throws SchemaError at the first that is refused. */
export async function loadSchema(client: Client, files: readonly { readonly name: string; readonly sql: string }[]): Promise<void> {
  for (const file of files) {
    for (const statement of splitStatements(file.sql)) {
      try {
        await client.query(statement.text)
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error
        throw new SchemaError(file.name, placeOf(file.sql, statement, error.position), statement.text, error)
      }
    }
  }
}

function placeOf(sql: string, statement: Statement, position: string | undefined): { line: number; column?: number } {
  // The server counts characters, a string of JavaScript counts UTF-16 units.
  const within =
    position === undefined
      ? 0
      : Array.from(statement.text)
          .slice(0, Number(position) - 1)
          .join('').length
  const before = sql.slice(0, statement.offset + within)
  const line = before.split('\n').length
  return position === undefined ? { line } : { line, column: before.length - before.lastIndexOf('\n') }
}

function hintFor(statement: string, cause: DatabaseError): string {
  if (/^copy\s[\s\S]*from\s+stdin/iu.test(statement)) return ' (rows after COPY … FROM stdin cannot be loaded: dump with --inserts)'
  if (statement.startsWith('\\')) return " (commands of psql's own, which begin with a backslash, cannot be run)"
  return cause.hint === undefined ? '' : ` (${cause.hint})`
}
