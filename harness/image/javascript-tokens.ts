/** A word of JavaScript. Comments and white space are left out. */
export interface Token {
  /** `text`: a string without its quotes, or a template without expressions. */
  readonly kind: 'name' | 'text' | 'number' | 'regex' | 'template' | 'punctuation'
  readonly value: string
  /** Counts from 1. */
  readonly line: number
}

const blank = /[\s\uFEFF]+|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)|^#![^\n]*/y
const name = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200C\u200D]*/uy
const number = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\.?\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?)n?/y
const text = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/y
const regex = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const templatePart = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y
const punctuation = /\?\?=|\|\|=|&&=|===|!==|\.\.\.|=>|==|!=|\?\?|\?\.(?!\d)|\|\||&&|\+=|-=|[^]/y

/** Words after which a slash begins a regular expression, though they look like names. */
const operators = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'void',
  'delete',
  'throw',
  'new',
  'await',
  'yield',
  'instanceof',
])

/**
 * Cuts JavaScript into words. It is no parser: what is not JavaScript gives words, too, and never an error.
 * Expressions within templates are cut like the rest, between two `template` words.
 */
export function javascriptTokens(source: string): readonly Token[] {
  const tokens: Token[] = []
  /** For every open `${`, how many braces are open within it. */
  const templates: number[] = []
  let at = 0
  let line = 1

  function take(form: RegExp): string | undefined {
    form.lastIndex = at
    const found = form.exec(source)?.[0]
    if (found === undefined || found === '') return undefined
    at += found.length
    return found
  }

  function push(kind: Token['kind'], value: string, raw = value): void {
    tokens.push({ kind, value, line })
    countLines(raw)
  }

  function countLines(raw: string): void {
    for (let end = raw.indexOf('\n'); end !== -1; end = raw.indexOf('\n', end + 1)) line++
  }

  function template(): void {
    const part = take(templatePart) ?? ''
    if (source[at] === '$') {
      push('template', part)
      at += 2
      templates.push(0)
    } else {
      at++
      push(tokens.at(-1)?.value === '`' ? 'text' : 'template', part)
    }
  }

  while (at < source.length) {
    const space = take(blank)
    if (space !== undefined) {
      countLines(space)
      continue
    }
    const start = source[at] ?? ''
    const depth = templates.at(-1)
    if (start === '`') {
      at++
      push('punctuation', '`')
      template()
      continue
    }
    if (start === '}' && depth === 0) {
      at++
      templates.pop()
      template()
      continue
    }
    if (depth !== undefined && (start === '{' || start === '}')) templates[templates.length - 1] = depth + (start === '{' ? 1 : -1)
    const word = take(name)
    if (word !== undefined) {
      push('name', word)
      continue
    }
    const quoted = take(text)
    if (quoted !== undefined) {
      push('text', unescape(quoted.slice(1, -1)), quoted)
      continue
    }
    if (/[\d.]/.test(start)) {
      const digits = /\d|\.\d/y.test(source.slice(at, at + 2)) ? take(number) : undefined
      if (digits !== undefined) {
        push('number', digits)
        continue
      }
    }
    const pattern = start === '/' && !endsValue(tokens.at(-1)) ? take(regex) : undefined
    if (pattern !== undefined) push('regex', pattern)
    else push('punctuation', take(punctuation) ?? start)
  }
  return tokens
}

/** After a value a slash divides. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (token.kind === 'name') return !operators.has(token.value)
  return token.kind !== 'punctuation' || token.value === ')' || token.value === ']'
}

/** Names are all that matters here: `\x41` and the like are left as they are. */
function unescape(raw: string): string {
  return raw.includes('\\') ? raw.replace(/\\(['"`\\])/g, '$1') : raw
}
