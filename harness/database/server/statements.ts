/** One statement of a file of SQL. */
export interface Statement {
  readonly text: string
  /** Where it begins in the file, in characters from 0. */
  readonly offset: number
}

/**
 * Cuts SQL at its semicolons as psql does: not within quotes, dollar quotes, comments or parentheses, nor within the
 * body of a function that is written between BEGIN ATOMIC and END. Comments before a statement are not part of it.
 */
export function splitStatements(sql: string): readonly Statement[] {
  const statements: Statement[] = []
  let start = -1
  let parentheses = 0
  let blocks = 0
  let previous = ''
  const finish = (end: number) => {
    if (start >= 0) statements.push({ text: sql.slice(start, end), offset: start })
    start = -1
    parentheses = 0
    blocks = 0
    previous = ''
  }
  token.lastIndex = 0
  for (let found = token.exec(sql); found !== null; found = token.exec(sql)) {
    const text = found[0]
    if (/^(?:\s|--|\/\*)/u.test(text)) {
      // A comment may hold comments, which no regular expression can follow.
      if (text === '/*') token.lastIndex = endOfComment(sql, found.index)
      continue
    }
    if (text === ';' && parentheses === 0 && blocks === 0) {
      finish(found.index)
      continue
    }
    if (start < 0) start = found.index
    const word = text.toLowerCase()
    if (text === '(') parentheses += 1
    else if (text === ')') parentheses = Math.max(0, parentheses - 1)
    else if (word === 'atomic' && previous === 'begin') blocks = 1
    else if (blocks > 0 && word === 'case') blocks += 1
    else if (blocks > 0 && word === 'end') blocks -= 1
    previous = word
  }
  finish(sql.length)
  return statements
}

/** White space, comments, quoted texts (E'' with its backslashes), dollar quotes, words, or one sign. An open quote runs to the end. */
const token =
  /\s+|--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\.|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|(\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?(?:\1|$)|[\p{L}_][\p{L}\p{N}_$]*|[\s\S]/gsuy

function endOfComment(sql: string, from: number): number {
  const edge = /\/\*|\*\//gu
  edge.lastIndex = from
  let depth = 0
  for (let found = edge.exec(sql); found !== null; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return sql.length
}
