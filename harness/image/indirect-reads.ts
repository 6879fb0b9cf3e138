import type { EnvironmentRead } from './environment-reads.ts'
import type { Token } from './javascript-tokens.ts'

/** In words that are not asked of the environment directly, a variable is told from a constant by its underscore or by what it ends in. */
const variable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]+(?:URL|URI|DSN|KEY|SECRET|TOKEN|PASSWORD|HOST|PORT)$|^(?:PORT|HOST|NODE_ENV)$/

/**
 * The names that a file goes through when it reads the environment by computed names or hands it on as a whole:
 * lists (`['DATABASE_URL', 'JWT_SECRET']`), calls (`required('DATABASE_URL')`, `env('PORT', '8080')`) and schemas (`{ DATABASE_URL: z.string() }`).
 */
export function indirectReads(file: string, tokens: readonly Token[]): readonly EnvironmentRead[] {
  const reads = new Map<string, EnvironmentRead>()
  for (const [index, token] of tokens.entries()) {
    if ((token.kind !== 'text' && token.kind !== 'name') || !variable.test(token.value) || reads.has(token.value)) continue
    const optional = isListed(tokens, index) ? false : (argument(tokens, index) ?? schemaKey(tokens, index))
    if (optional !== undefined) reads.set(token.value, { name: token.value, file, line: token.line, optional, indirect: true })
  }
  return [...reads.values()]
}

/** A text among other texts of the same kind. */
function isListed(tokens: readonly Token[], index: number): boolean {
  if (tokens[index]?.kind !== 'text') return false
  const [before, after] = [tokens[index - 1]?.value, tokens[index + 1]?.value]
  return (before === '[' || before === ',') && (after === ']' || after === ',') && isWithinList(tokens, index)
}

function isWithinList(tokens: readonly Token[], index: number): boolean {
  for (let at = index; at >= 0; at--) {
    const token = tokens[at]
    if (token?.value === '[') return !['name', 'text'].includes(tokens[at - 1]?.kind ?? '') && tokens[at - 1]?.value !== ')'
    if (token?.kind !== 'text' && token?.value !== ',') return false
  }
  return false
}

/** The first argument of a call whose name says that it reads. Optional when there is a second one. */
function argument(tokens: readonly Token[], index: number): boolean | undefined {
  const called = tokens[index - 2]
  if (tokens[index]?.kind !== 'text' || tokens[index - 1]?.value !== '(' || called?.kind !== 'name') return undefined
  if (!/env|require|must|need|config|setting|variable/i.test(called.value) || called.value === 'require') return undefined
  return tokens[index + 1]?.value === ','
}

/** `DATABASE_URL: z.string().optional()`: optional when the words up to the next entry say so. */
function schemaKey(tokens: readonly Token[], index: number): boolean | undefined {
  const before = tokens[index - 1]?.value
  if ((before !== '{' && before !== ',') || tokens[index + 1]?.value !== ':' || tokens[index + 2]?.kind !== 'name') return undefined
  let depth = 0
  let called = false
  for (let at = index + 2; at < tokens.length; at++) {
    const { kind, value } = tokens[at] as Token
    if (kind === 'punctuation' && '([{'.includes(value)) depth++
    if (kind === 'punctuation' && ')]}'.includes(value)) depth--
    if (value === '(' && kind === 'punctuation') called = true
    if (depth < 0 || (depth === 0 && value === ',')) break
    if (kind === 'name' && /^(?:optional|default|nullish|catch|devDefault|fallback|withDefault)$/.test(value)) return true
  }
  return called ? false : undefined
}
