import type { Token } from './javascript-tokens.ts'
import { isDot, nesting } from './token-walk.ts'

/** A function that is handed the whole environment: `callee(…, process.env)`. */
export interface Receiver {
  readonly callee: string
  /** Which argument it is, from 0. */
  readonly position: number
}

/** The functions of the program that a file hands its environment to. `environmentEnd`: where the words for the environment end that begin at an index. */
export function findReceivers(tokens: readonly Token[], environmentEnd: (index: number) => number | undefined): readonly Receiver[] {
  return tokens.flatMap((_, index): readonly Receiver[] => {
    const end = environmentEnd(index)
    const after = end === undefined ? undefined : tokens[end]
    if (end === undefined || isDot(after) || (after?.value !== ')' && after?.value !== ',')) return []
    let position = 0
    let depth = 0
    for (let at = index - 1; at >= 0; at--) {
      const token = tokens[at] as Token
      if (depth === 0 && token.value === ',') position++
      depth += nesting(token)
      if (depth <= 0) continue
      const callee = tokens[at - 1]
      return token.value === '(' &&
        callee?.kind === 'name' &&
        callee.value.length >= 3 &&
        !['function', 'for', 'while'].includes(callee.value)
        ? [{ callee: callee.value, position }]
        : []
    }
    return []
  })
}

/** The parameter under which such a function gets it, where it is written in this file: a name, or the end of a `{ pattern }`. */
export function parametersOf(
  tokens: readonly Token[],
  { callee, position }: Receiver,
): readonly { readonly name?: string; readonly pattern?: number }[] {
  return tokens.flatMap((token, index): readonly { readonly name?: string; readonly pattern?: number }[] => {
    if (token.kind !== 'name' || token.value !== callee) return []
    const open = openingOfParameters(tokens, index)
    if (open === undefined) return []
    let depth = 0
    let at = 0
    for (let next = open + 1; next < tokens.length; next++) {
      const current = tokens[next] as Token
      if (depth === 0 && at === position && current.kind === 'name') return [{ name: current.value }]
      if (depth === 0 && current.value === ',') at++
      depth += nesting(current)
      if (depth === 0 && at === position && current.value === '}') return [{ pattern: next }]
      if (depth < 0) return []
    }
    return []
  })
}

/** `function f(`, `f = (`, `f = async (`, `f = function (`. */
function openingOfParameters(tokens: readonly Token[], index: number): number | undefined {
  if (tokens[index - 1]?.value === 'function') return index + 1
  if (tokens[index + 1]?.value !== '=') return undefined
  let next = index + 2
  while (['async', 'function'].includes(tokens[next]?.value ?? '')) next++
  return tokens[next]?.value === '(' ? next : undefined
}
