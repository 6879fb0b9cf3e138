import { findReceivers, parametersOf, type Receiver } from './environment-receivers.ts'
import { indirectReads } from './indirect-reads.ts'
import { javascriptTokens, type Token } from './javascript-tokens.ts'
import { isDot, nesting, openingOf } from './token-walk.ts'

/** A variable that a program reads from its environment. */
export interface EnvironmentRead {
  readonly name: string
  readonly file: string
  /** Counts from 1. */
  readonly line: number
  /** The program has an answer to its absence: a default, a test for a certain value, an optional chain. */
  readonly optional: boolean
  /** Not read by its own name there: it stands in a list, a call or a schema of a file that reads the environment by computed names. */
  readonly indirect: boolean
}

/**
 * The variables that a JavaScript file reads: `process.env.X`, `process.env['X']`, `const { X, Y = 'd' } = process.env`, `'X' in process.env`,
 * the same through a name that was given to `process.env`, and, less surely, the names that a check at the start goes through.
 * It reads words, not syntax, so it works on bundles and on code that cannot be parsed. Writing a variable is not reading it.
 */
export function findEnvironmentReads(file: string, javascript: string): readonly EnvironmentRead[] {
  return findProgramReads([{ file, javascript }])
}

/** The same for all files of a program: what one file hands on as a whole (`readConfig(process.env)`) is followed into the function of another. */
export function findProgramReads(files: readonly { readonly file: string; readonly javascript: string }[]): readonly EnvironmentRead[] {
  // Most files of a program have nothing to do with the environment.
  const users = files
    .filter(({ javascript }) => /\benv\b/.test(javascript))
    .map((each) => ({ ...each, tokens: javascriptTokens(each.javascript) }))
  const receivers = users.flatMap(({ tokens }) => findReceivers(tokens, (index) => environmentAt(tokens, index, new Set())))
  const isReceived = (javascript: string) => receivers.some(({ callee }) => javascript.includes(callee))
  const others = files
    .filter((each) => !users.some(({ file }) => file === each.file) && isReceived(each.javascript))
    .map((each) => ({ ...each, tokens: javascriptTokens(each.javascript) }))
  return [...users, ...others].flatMap(({ file, tokens }) => readsOf(file, tokens, receivers))
}

function readsOf(file: string, tokens: readonly Token[], receivers: readonly Receiver[]): readonly EnvironmentRead[] {
  const parameters = receivers.flatMap((receiver) => parametersOf(tokens, receiver))
  const aliases = new Set([...aliasesOf(tokens), ...parameters.flatMap(({ name }) => name ?? [])])
  const reads = parameters.flatMap(({ pattern }) => (pattern === undefined ? [] : destructured(file, tokens, pattern)))
  let computed = false
  for (let index = 0; index < tokens.length; index++) {
    const end = environmentAt(tokens, index, aliases)
    if (end === undefined) continue
    const member = memberAt(tokens, end)
    if (member === 'computed') computed = true
    else if (member !== undefined) {
      // A name for the environment may stand for something else elsewhere in the file.
      const isVariable = tokens[index]?.value.includes('process') === true || /^[A-Z_][A-Z0-9_]*$/.test(member.name)
      if (isVariable && !isWritten(tokens, index, member.end)) {
        reads.push({ name: member.name, file, line: member.line, optional: hasAnswer(tokens, index, member.end), indirect: false })
      }
    } else {
      const before = tokens[index - 1]
      if (before?.value === '=' && tokens[index - 2]?.value === '}') reads.push(...destructured(file, tokens, index - 2))
      else if (before?.value === 'in' && tokens[index - 2]?.kind === 'text') {
        const { value, line } = tokens[index - 2] as Token
        reads.push({ name: value, file, line, optional: true, indirect: false })
      } else if (before?.value === '(' || before?.value === ',') computed = true
    }
    index = end - 1
  }
  const known = new Set(reads.map((read) => read.name))
  return computed ? [...reads, ...indirectReads(file, tokens).filter((read) => !known.has(read.name))] : reads
}

/** Where the words `process.env`, or a name for it, end that begin here: the index after them. */
function environmentAt(tokens: readonly Token[], index: number, aliases: ReadonlySet<string>): number | undefined {
  const token = tokens[index]
  if (token?.kind !== 'name') return undefined
  const before = tokens[index - 1]?.value
  const isMember = before === '.' || before === '?.'
  if (aliases.has(token.value)) return isMember || tokens[index + 1]?.value === ':' ? undefined : index + 1
  // Compiled modules call it process_1, node_process_1.default and the like.
  if (!/^(?:node_)?process(?:_\d+|\$\d+)?$/.test(token.value)) return undefined
  if (isMember && !['globalThis', 'global'].includes(tokens[index - 2]?.value ?? '')) return undefined
  let next = index + 1
  if (isDot(tokens[next]) && tokens[next + 1]?.value === 'default') next += 2
  if (isDot(tokens[next]) && tokens[next + 1]?.value === 'env') return next + 2
  if (tokens[next]?.value === '[' && tokens[next + 1]?.value === 'env' && tokens[next + 2]?.value === ']') return next + 3
  return undefined
}

/** Names that stand for `process.env` in this file. Short ones are left out: in minified code they stand for something else in the next function. */
function aliasesOf(tokens: readonly Token[]): ReadonlySet<string> {
  const aliases = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    // const environment = process.env
    if (token.value === '=' && tokens[index - 1]?.kind === 'name' && !isDot(tokens[index - 2])) {
      const end = environmentAt(tokens, index + 1, new Set())
      if (end !== undefined && !isDot(tokens[end]) && tokens[end]?.value !== '[') aliases.add(tokens[index - 1]?.value ?? '')
    }
    // import { env } from 'node:process', const { env } = process
    const source = tokens[index + 2]
    const fromProcess =
      (token.value === '}' && tokens[index + 1]?.value === 'from' && /^(?:node:)?process$/.test(source?.value ?? '')) ||
      isOfProcess(tokens, index)
    if (fromProcess) for (const alias of envWithin(tokens, index)) aliases.add(alias)
  }
  return new Set([...aliases].filter((alias) => alias.length >= 3))
}

function isOfProcess(tokens: readonly Token[], index: number): boolean {
  return (
    tokens[index]?.value === '}' && tokens[index + 1]?.value === '=' && tokens[index + 2]?.value === 'process' && !isDot(tokens[index + 3])
  )
}

function envWithin(tokens: readonly Token[], close: number): readonly string[] {
  const open = openingOf(tokens, close)
  const at = tokens.findIndex((token, index) => index > open && index < close && token.value === 'env' && token.kind === 'name')
  if (at === -1) return []
  const separator = tokens[at + 1]?.value
  return separator === 'as' || separator === ':' ? [tokens[at + 2]?.value ?? ''] : ['env']
}

/** What is asked of the environment: `.X` or `['X']`; `computed` where the name is not written there. */
function memberAt(
  tokens: readonly Token[],
  end: number,
): { readonly name: string; readonly line: number; readonly end: number } | 'computed' | undefined {
  const first = tokens[end]
  const second = tokens[end + 1]
  if (isDot(first) && second?.kind === 'name') return { name: second.value, line: second.line, end: end + 2 }
  const open = first?.value === '?.' ? end + 1 : end
  if (tokens[open]?.value !== '[') return undefined
  // A template begins with its backtick.
  const at = tokens[open + 1]?.value === '`' ? open + 2 : open + 1
  const key = tokens[at]
  return key?.kind === 'text' && tokens[at + 1]?.value === ']' ? { name: key.value, line: key.line, end: at + 2 } : 'computed'
}

function isWritten(tokens: readonly Token[], start: number, end: number): boolean {
  return tokens[end]?.value === '=' || tokens[start - 1]?.value === 'delete'
}

/** Does the program say what to do when the variable is absent? `!process.env.X` alone does not: what follows is often an error. */
function hasAnswer(tokens: readonly Token[], start: number, end: number): boolean {
  const before = tokens[start - 1]?.value
  if (before === '!') return tokens[start - 2]?.value === '!'
  const after = tokens[end]?.value ?? ''
  if (['??', '||', '??=', '||=', '&&', '?.', '?'].includes(after)) return true
  if (['==', '===', '!=', '!=='].includes(after)) return !['undefined', 'null', 'void', ''].includes(tokens[end + 1]?.value ?? '')
  if (['==', '===', '!=', '!=='].includes(before ?? '')) return !['undefined', 'null', ''].includes(tokens[start - 2]?.value ?? '')
  if (before === '(' && tokens[start - 2]?.value === 'Boolean') return true
  // Number(process.env.PORT) || 3000, parseInt(process.env.PORT, 10) || 3000
  let next = end
  if (tokens[next]?.value === ',' && tokens[next + 1]?.kind === 'number') next += 2
  if (tokens[next]?.value !== ')' || tokens[start - 1]?.value !== '(' || tokens[start - 2]?.kind !== 'name') return false
  if (['if', 'while'].includes(tokens[start - 2]?.value ?? '')) return true
  return ['??', '||'].includes(tokens[next + 1]?.value ?? '')
}

/** `{ X, Y = 'd', Z: z, ...rest }`, given where it closes. */
function destructured(file: string, tokens: readonly Token[], close: number): readonly EnvironmentRead[] {
  const reads: EnvironmentRead[] = []
  let depth = 0
  for (let index = openingOf(tokens, close) + 1; index < close; index++) {
    const token = tokens[index] as Token
    const before = tokens[index - 1]?.value
    if (depth === 0 && (before === '{' || before === ',') && (token.kind === 'name' || token.kind === 'text')) {
      reads.push({ name: token.value, file, line: token.line, optional: hasDefault(tokens, index + 1, close), indirect: false })
    }
    depth += nesting(token)
  }
  return reads
}

function hasDefault(tokens: readonly Token[], from: number, close: number): boolean {
  let depth = 0
  for (let index = from; index < close; index++) {
    const token = tokens[index] as Token
    if (depth === 0 && token.value === ',') return false
    if (depth === 0 && token.value === '=' && token.kind === 'punctuation') return true
    depth += nesting(token)
  }
  return false
}
