import { type DocumentNode, parse, type Token, type ValueNode } from '@humanwhocodes/momoa'
import { limitProblem, scanBrackets } from './limits.ts'
import { type Lines, linesOf } from './lines.ts'
import type { Path, Source, SourceProblem } from './source.ts'

/** Reads JSON as the AWS CLI does, and keeps where every value stands. Comments and trailing commas are problems, and the file is read all the same. */
export function parseJsonSource(file: string, text: string): Source {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = linesOf(bare)
  const problems: SourceProblem[] = []
  if (bare !== text) problems.push({ kind: 'byte-order-mark', message: 'it begins with a byte order mark', place: { line: 1, column: 1 } })
  const limit = limitProblem(bare)
  if (limit !== undefined) return unreadable(file, text, [...problems, limit])
  try {
    const read = readStrictly(bare) ?? readLeniently(bare, lines)
    problems.push(...read.problems, ...duplicateKeys(read.document.body, lines))
    return {
      file,
      text,
      value: read.value,
      problems,
      place: (path, part = 'value') => lines.place(offsetOf(read.document.body, path, part)),
    }
  } catch (error) {
    if (!hasOffset(error)) throw error
    return unreadable(file, text, [...problems, syntaxProblem(bare, error, lines)])
  }
}

interface Read {
  readonly document: DocumentNode
  readonly value: unknown
  readonly problems: readonly SourceProblem[]
}

function readStrictly(text: string): Read | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return { value, document: parse(text, { mode: 'json', ranges: true }), problems: [] }
}

function readLeniently(text: string, lines: Lines): Read {
  const document = parse(text, { mode: 'jsonc', ranges: true, tokens: true, allowTrailingCommas: true })
  const tokens = document.tokens ?? []
  const problems = [...lenientProblems(tokens, text, lines)]
  return { document, value: plain(document.body), problems }
}

function* lenientProblems(tokens: readonly Token[], text: string, lines: Lines): Iterable<SourceProblem> {
  const words = tokens.filter((token) => !token.type.endsWith('Comment'))
  for (const token of tokens) {
    const place = lines.place(token.range?.[0] ?? 0)
    if (token.type.endsWith('Comment')) yield { kind: 'comment', message: 'JSON has no comments', place }
    if (token.type === 'String' && hasControlCharacter(text.slice(...(token.range ?? [0, 0])))) {
      yield { kind: 'control-character', message: 'a JSON string holds a line break or another control character', place }
    }
  }
  for (const [index, token] of words.entries()) {
    const next = words[index + 1]?.type
    if (token.type === 'Comma' && (next === 'RBrace' || next === 'RBracket')) {
      yield { kind: 'trailing-comma', message: 'JSON has no comma after the last item', place: lines.place(token.range?.[0] ?? 0) }
    }
  }
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20) return true
  return false
}

function* duplicateKeys(node: ValueNode, lines: Lines, path: Path = []): Iterable<SourceProblem> {
  if (node.type === 'Array')
    for (const [index, element] of node.elements.entries()) yield* duplicateKeys(element.value, lines, [...path, index])
  if (node.type !== 'Object') return
  const seen = new Set<string>()
  for (const member of node.members) {
    const name = nameOf(member.name)
    const here = [...path, name]
    if (seen.has(name)) {
      const place = lines.place(member.name.range?.[0] ?? 0)
      yield { kind: 'duplicate-key', message: `"${name}" stands here a second time; the last one counts`, place, path: here }
    }
    seen.add(name)
    yield* duplicateKeys(member.value, lines, here)
  }
}

/** The offset of the value at a path, or of the nearest parent that exists. */
function offsetOf(root: ValueNode, path: Path, part: 'key' | 'value'): number {
  let node = root
  let offset = node.range?.[0] ?? 0
  for (const step of path) {
    // Of two members with one name the last counts, as for every JSON reader.
    const member = node.type === 'Object' ? node.members.findLast((one) => nameOf(one.name) === String(step)) : undefined
    const element = node.type === 'Array' && typeof step === 'number' ? node.elements[step] : undefined
    const next = member?.value ?? element?.value
    if (next === undefined) return offset
    node = next
    offset = (part === 'key' && member !== undefined ? member.name : node).range?.[0] ?? 0
  }
  return offset
}

function nameOf(
  name: { readonly type: 'String'; readonly value: string } | { readonly type: 'Identifier'; readonly name: string },
): string {
  return name.type === 'String' ? name.value : name.name
}

function plain(node: ValueNode): unknown {
  if (node.type === 'Array') return node.elements.map((element) => plain(element.value))
  if (node.type === 'Object') return Object.fromEntries(node.members.map((member) => [nameOf(member.name), plain(member.value)]))
  return node.type === 'String' || node.type === 'Number' || node.type === 'Boolean' ? node.value : null
}

function unreadable(file: string, text: string, problems: readonly SourceProblem[]): Source {
  return { file, text, value: undefined, problems, place: () => problems.at(-1)?.place }
}

function hasOffset(error: unknown): error is Error & { readonly offset: number } {
  return error instanceof Error && 'offset' in error && typeof error.offset === 'number'
}

function syntaxProblem(text: string, error: Error & { readonly offset: number }, lines: Lines): SourceProblem {
  if (text.trim() === '') return { kind: 'syntax', message: 'it is empty', place: { line: 1, column: 1 } }
  const { unclosedAt } = scanBrackets(text)
  if (unclosedAt !== undefined && (error.offset === unclosedAt || error.offset >= text.trimEnd().length)) {
    return { kind: 'syntax', message: `this "${text[unclosedAt]}" is never closed`, place: lines.place(unclosedAt) }
  }
  return { kind: 'syntax', message: whatIsWrong(text, error.offset), place: lines.place(error.offset) }
}

function whatIsWrong(text: string, offset: number): string {
  if (offset >= text.length) return 'it ends too early'
  const found = /^(?:"(?:[^"\\\n]|\\.){0,40}"?|[\w.+-]{1,40}|.)/su.exec(text.slice(offset, offset + 100))?.[0] ?? ''
  const before = text.slice(0, offset).trimEnd().at(-1) ?? ''
  // Two values with nothing but white space between them.
  if (/["\w{[]/.test(found[0] ?? '') && /["\w}\]]/.test(before)) return `a comma is missing before ${found}`
  if (found === "'") return 'strings stand in double quotes, not in single ones'
  return `${JSON.stringify(found)} is not expected here`
}
