import type { PoolClient, QueryResult } from 'pg'
import type { SqlQuery, SqlRequest } from './request.ts'
import { fromPostgresText } from './values.ts'

/** Neon's own limit for answers. */
const longestAnswer = 10_485_760

/** An answer grew over the limit. */
export class TooLarge extends Error {}

/** One result, in the shape of Neon's answer. */
export interface SqlResult {
  readonly fields: readonly object[]
  readonly rows: readonly unknown[]
  readonly command: string
  readonly rowCount: number | null
  readonly rowAsArray: boolean
}

/** Runs the queries of a request, several as one transaction. Rejects with Postgres' error, or with TooLarge. */
export async function runQueries(client: PoolClient, request: SqlRequest): Promise<readonly SqlResult[]> {
  const budget = { left: longestAnswer }
  if (request.transaction === undefined) {
    const [query] = request.queries
    return query === undefined ? [] : [await runQuery(client, query, request, budget)]
  }
  await client.query(`BEGIN ${request.transaction}`)
  try {
    const results: SqlResult[] = []
    for (const query of request.queries) results.push(await runQuery(client, query, request, budget))
    await client.query('COMMIT')
    return results
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function runQuery(client: PoolClient, query: SqlQuery, request: SqlRequest, budget: { left: number }): Promise<SqlResult> {
  const { Query } = await import('pg')
  const config = {
    text: query.text,
    values: [...query.values],
    rowMode: 'array',
    // Always parsed and bound, never as a simple query, which would take several statements at once.
    queryMode: 'extended',
    types: { getTypeParser: () => (text: string) => text },
  }
  const rows: unknown[] = []
  const running = new Query(config)
  const result = await new Promise<QueryResult>((resolve, reject) => {
    running.on('row', (row: (string | null)[], sofar) => {
      budget.left -= row.reduce((sum, text) => sum + Buffer.byteLength(text ?? 'null') + 3, 3)
      if (budget.left < 0) reject(new TooLarge(`response is too large (max is ${longestAnswer} bytes)`))
      else rows.push(shape(row, sofar?.fields ?? [], request))
    })
    running.on('end', resolve)
    running.on('error', reject)
    client.query(running)
  })
  return {
    fields: result.fields.map(({ name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier }) => {
      return { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format: 'text' }
    }),
    rows,
    command: result.command,
    rowCount: result.rowCount,
    rowAsArray: request.arrayMode,
  }
}

function shape(row: readonly (string | null)[], fields: readonly { name: string; dataTypeID: number }[], request: SqlRequest): unknown {
  const values = request.rawText ? row : row.map((text, index) => fromPostgresText(text, fields[index]?.dataTypeID ?? 0))
  return request.arrayMode ? values : Object.fromEntries(fields.map(({ name }, index) => [name, values[index]]))
}
