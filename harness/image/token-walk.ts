import type { Token } from './javascript-tokens.ts'

/** Where the bracket that closes at `close` was opened. */
export function openingOf(tokens: readonly Token[], close: number): number {
  let depth = 0
  for (let index = close; index >= 0; index--) {
    depth += nesting(tokens[index] as Token)
    if (depth === 0) return index
  }
  return 0
}

/** +1 for a bracket that opens, -1 for one that closes. */
export function nesting(token: Token): number {
  if (token.kind !== 'punctuation') return 0
  if ('{[('.includes(token.value)) return 1
  return '}])'.includes(token.value) ? -1 : 0
}

export function isDot(token: Token | undefined): boolean {
  return token?.kind === 'punctuation' && (token.value === '.' || token.value === '?.')
}
