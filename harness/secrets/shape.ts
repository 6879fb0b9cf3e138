/** What may be told about a value: its form, never a part of it. */
export type Shape =
  | { readonly kind: 'object'; readonly keys: ReadonlyMap<string, Shape> }
  | { readonly kind: 'url'; readonly scheme: string }
  | { readonly kind: 'text' | 'pem' | 'base64' | 'list' | 'number' | 'boolean' | 'null' }

/** The form of a secret's text. A JSON document is looked into, key by key. */
export function shapeOf(text: string): Shape {
  if (/^\s*[{[]/u.test(text)) {
    try {
      return shapeOfJson(JSON.parse(text))
    } catch {
      // Not JSON after all.
    }
  }
  return shapeOfText(text)
}

function shapeOfJson(value: unknown): Shape {
  if (typeof value === 'string') return shapeOfText(value)
  if (typeof value === 'number') return { kind: 'number' }
  if (typeof value === 'boolean') return { kind: 'boolean' }
  if (Array.isArray(value)) return { kind: 'list' }
  if (typeof value !== 'object' || value === null) return { kind: 'null' }
  return { kind: 'object', keys: new Map(Object.entries(value).map(([key, member]) => [key, shapeOfJson(member)])) }
}

function shapeOfText(text: string): Shape {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/\S+$/iu.exec(text.trim())?.[1]
  if (scheme !== undefined) return { kind: 'url', scheme: scheme.toLowerCase() }
  if (text.includes('-----BEGIN ')) return { kind: 'pem' }
  return { kind: isBase64(text) ? 'base64' : 'text' }
}

/** Long enough not to be a word, and with what only Base64 has: words and hexadecimal digits are Base64, too. */
export function isBase64(text: string): boolean {
  return (
    text.length >= 24 &&
    text.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/u.test(text) &&
    !/^[0-9a-f]+$/iu.test(text) &&
    /[A-Z]/u.test(text) &&
    /[0-9+/=]/u.test(text)
  )
}

/** In words: `a JSON object`, `a postgresql:// URL`. */
export function shapeWords(shape: Shape): string {
  return shape.kind === 'url' ? `a ${shape.scheme}:// URL` : words[shape.kind]
}

const words = {
  object: 'a JSON object',
  list: 'a list',
  text: 'a text',
  pem: 'a key in PEM form',
  base64: 'Base64',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
} as const
