import type { Query } from './database.ts'

export interface FoundTerm {
  readonly id: number
  readonly name: string
  readonly definition: string
  readonly subcategories: readonly string[]
}

const sql = `
  SELECT terms.id, terms.name, terms.definition,
         coalesce(array_agg(term_subcategories.name ORDER BY term_subcategories.name)
                  FILTER (WHERE term_subcategories.name IS NOT NULL), '{}') AS subcategories
    FROM terms LEFT JOIN term_subcategories ON term_subcategories.term_id = terms.id
   WHERE terms.name ILIKE $1 OR terms.definition ILIKE $1
   GROUP BY terms.id
   ORDER BY lower(terms.name) = lower($2) DESC, terms.name ILIKE $1 DESC, terms.name
   LIMIT 20`

/** Terms of the glossary that contain the words: the term of that very name first, then names, then definitions. At most 20. */
export function searchTerms(query: Query, words: string): Promise<readonly FoundTerm[]> {
  return query<FoundTerm>(sql, [`%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`, words])
}
