import { limitProblem, maxSourceDepth } from './limits.ts'
import { type Lines, linesOf } from './lines.ts'
import type { Path, Source, SourceProblem } from './source.ts'

type Yaml = typeof import('yaml')
type YamlNode = import('yaml').Node

/** Reads YAML, and keeps where every value stands. The parser is loaded here, so that JSON does not pay for it. */
export async function parseYamlSource(file: string, text: string): Promise<Source> {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = linesOf(bare)
  const unreadable = (problems: readonly SourceProblem[]): Source => ({
    file,
    text,
    value: undefined,
    problems,
    place: () => problems.at(-1)?.place,
  })
  const limit = limitProblem(bare) ?? sequencesTooDeep(bare) ?? indentationTooDeep(bare)
  if (limit !== undefined) return unreadable([limit])
  const yaml = await import('yaml')
  const document = yaml.parseDocument(bare, { merge: true, prettyErrors: false, stringKeys: false, logLevel: 'silent' })
  const problems = document.errors.map((error) => problemOf(error, lines))
  if (problems.some((problem) => problem.kind === 'syntax')) return unreadable(problems)
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // An alias without anchor, or aliases that multiply beyond reason.
    if (!(error instanceof ReferenceError)) throw error
    return unreadable([
      { kind: 'syntax', message: `it is not YAML that can be read: ${firstSentence(error.message)}`, place: { line: 1, column: 1 } },
    ])
  }
  if (isDeeper(value, maxSourceDepth)) return unreadable([{ kind: 'too-deep', message: tooDeep, place: { line: 1, column: 1 } }])
  return {
    file,
    text,
    value,
    problems,
    place: (path, part = 'value') => lines.place(offsetOf(yaml, document, path, part)),
  }
}

const tooDeep = `it nests more than ${maxSourceDepth} levels deep`

/** Every line that stands further to the right than the one it belongs to is a level more; the parser calls itself for each. */
function indentationTooDeep(text: string): SourceProblem | undefined {
  const levels: number[] = []
  for (const match of text.matchAll(/^ *(?=[^\s#])/gm)) {
    const indent = match[0].length
    while ((levels.at(-1) ?? -1) >= indent) levels.pop()
    levels.push(indent)
    if (levels.length > maxSourceDepth) return { kind: 'too-deep', message: tooDeep, place: linesOf(text).place(match.index) }
  }
  return undefined
}

/** An anchor may hold itself, and a level may hide where no bracket and no blank shows it. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** Sequences nest on one line (`- - - -`), where no bracket shows it. */
function sequencesTooDeep(text: string): SourceProblem | undefined {
  const found = new RegExp(`^[ \\t]*(?:[-?:][ \\t]+){${maxSourceDepth}}`, 'm').exec(text)
  if (found === null) return undefined
  return { kind: 'too-deep', message: tooDeep, place: linesOf(text).place(found.index) }
}

function problemOf(
  error: { readonly code: string; readonly message: string; readonly pos: readonly [number, number] },
  lines: Lines,
): SourceProblem {
  const place = lines.place(error.pos[0])
  if (error.code === 'DUPLICATE_KEY')
    return { kind: 'duplicate-key', message: 'this key stands here a second time; the last one counts', place }
  return { kind: 'syntax', message: `it is not YAML: ${firstSentence(error.message)}`, place }
}

function firstSentence(message: string): string {
  return message.split('\n')[0]?.replace(/[.:]$/, '') ?? message
}

function offsetOf(yaml: Yaml, document: import('yaml').Document, path: Path, part: 'key' | 'value'): number {
  const resolve = (node: unknown): unknown => (yaml.isAlias(node) ? node.resolve(document) : node)
  let node = resolve(document.contents)
  let offset = startOf(document.contents)
  for (const step of path) {
    const pair = yaml.isMap(node) ? node.items.findLast((item) => keyOf(yaml, item.key) === String(step)) : undefined
    const written = yaml.isSeq(node) && typeof step === 'number' ? node.items[step] : pair?.value
    if (written === undefined || (written === null && pair === undefined)) return offset
    offset = startOf(part === 'key' && pair !== undefined ? pair.key : (written ?? pair?.key)) || offset
    node = resolve(written)
  }
  return offset
}

function keyOf(yaml: Yaml, key: unknown): string | undefined {
  return yaml.isScalar(key) ? String(key.value) : undefined
}

function startOf(node: unknown): number {
  return (node as YamlNode | null | undefined)?.range?.[0] ?? 0
}
