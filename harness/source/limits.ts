import { linesOf } from './lines.ts'
import type { SourceProblem } from './source.ts'

/** RegisterTaskDefinition takes 64 KiB; sixteen times that leaves room for white space and comments. */
export const maxSourceBytes = 1024 * 1024

/** A task definition nests seven levels deep. The parsers are recursive: more than this is refused before they see it. */
export const maxSourceDepth = 64

/** What forbids even to try to read a text: its size, or how deep its brackets nest. */
export function limitProblem(text: string): SourceProblem | undefined {
  // A UTF-16 unit is at most three bytes, so that most texts need no counting.
  if (text.length * 3 > maxSourceBytes && new TextEncoder().encode(text).length > maxSourceBytes) return tooLarge()
  const { tooDeepAt } = scanBrackets(text)
  if (tooDeepAt === undefined) return undefined
  return { kind: 'too-deep', message: `it nests more than ${maxSourceDepth} levels deep`, place: linesOf(text).place(tooDeepAt) }
}

export function tooLarge(): SourceProblem {
  return { kind: 'too-large', message: 'it is larger than 1 MiB; ECS takes at most 64 KiB', place: { line: 1, column: 1 } }
}

/** Walks over brackets outside strings and comments: where they nest too deep, and which one is never closed. */
export function scanBrackets(text: string): { readonly tooDeepAt?: number; readonly unclosedAt?: number } {
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === '/') at = endOfComment(text, at)
    else if (character === '{' || character === '[') {
      open.push(at)
      if (open.length > maxSourceDepth) return { tooDeepAt: at }
    } else if (character === '}' || character === ']') open.pop()
  }
  const unclosedAt = open.at(-1)
  return unclosedAt === undefined ? {} : { unclosedAt }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    // A string does not span lines: an unclosed quote must not hide the brackets after it.
    else if (text[at] === '"' || text[at] === '\n') return at
  }
  return text.length
}

function endOfComment(text: string, start: number): number {
  const next = text[start + 1]
  if (next !== '/' && next !== '*') return start
  const end = next === '/' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2)
  return end === -1 ? text.length : end
}
