/**
 * Every text in which a value may show up in a log: as it is, the password of a URL, Base64, URL-encoded and JSON-escaped forms,
 * the lines of a longer text, the strings of a JSON document, and what a Base64 value says when it is decoded.
 */
export function disguises(value: string): readonly string[] {
  const plain = new Set(plainForms(value))
  const decoded = decodedBase64(value)
  if (decoded !== undefined) for (const form of plainForms(decoded)) plain.add(form)
  const all = new Set<string>()
  for (const text of plain) for (const form of [text, ...encodings(text)]) all.add(form)
  return [...all].filter((form) => form.length >= shortestMasked && !commonWords.has(form.toLowerCase()))
}

/** Shorter values would blot out half of every log. */
export const shortestMasked = 4

/** Values that everybody knows: hiding them protects nothing and garbles the output. */
const commonWords = new Set(
  'true false null none undefined info warn warning error debug trace fatal silent verbose development production staging local localhost test testing postgres postgresql mysql redis public secret password default enabled disabled utf8 utf-8 http https'.split(
    ' ',
  ),
)

function plainForms(value: string): readonly string[] {
  return [value, value.trim(), ...passwordOfUrl(value.trim()), ...longLines(value), ...stringsOfJson(value)]
}

/** The password, as it stands in the URL and decoded. User, host and database are no secret. */
function passwordOfUrl(value: string): readonly string[] {
  const written = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:([^/?#]*)@/iu.exec(value)?.[1]
  if (written === undefined || written === '') return []
  return [written, decodeURIComponentOr(written)]
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A log prints line by line. A line of a key tells something, `-----BEGIN …` and `}` do not. */
function longLines(value: string): readonly string[] {
  const lines = value.split(/\r?\n|\\n/u)
  return lines.length === 1 ? [] : lines.map((line) => line.trim()).filter((line) => line.length >= 16 && !line.startsWith('-----'))
}

/** What a program prints when it has parsed a secret that is a JSON document: the strings under names that sound secret. */
function stringsOfJson(value: string): readonly string[] {
  if (!/^\s*\{/u.test(value)) return []
  try {
    return secretStrings(JSON.parse(value), false)
  } catch {
    return []
  }
}

function secretStrings(value: unknown, sounds: boolean): readonly string[] {
  if (typeof value === 'string')
    return sounds && value.length >= 6 ? [value, ...passwordOfUrl(value), ...longLines(value)] : passwordOfUrl(value)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    secretStrings(member, sounds || /pass|secret|token|key|credential|auth|dsn|salt/iu.test(key)),
  )
}

/** The text behind a Base64 value, where it is a text. */
function decodedBase64(value: string): string | undefined {
  const text = value.trim()
  if (text.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/u.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  const decoded = bytes.toString('utf8')
  return /^[\t\n\r\u0020-\u007E\u00A0-\uFFFC]+$/u.test(decoded) ? decoded : undefined
}

function encodings(text: string): readonly string[] {
  return [...base64Forms(text), ...urlForms(text), ...jsonForms(text)]
}

/**
 * Base64 with and without padding, in both alphabets, and the part that stays the same when the value stands within a longer text:
 * that depends on where it begins within a group of three bytes.
 */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8')
  const whole = bytes.toString('base64').replace(/=+$/u, '')
  const forms = [bytes.toString('base64'), whole]
  if (bytes.length >= 9) {
    for (const offset of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString('base64')
        .replace(/=+$/u, '')
      const tail = (bytes.length + offset) % 3 === 0 ? encoded.length : -1
      forms.push(encoded.slice(Math.ceil((offset * 8) / 6), tail))
    }
  }
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

function urlForms(text: string): readonly string[] {
  // Lone surrogates have no URL-encoded form.
  const encoded = encodeURIComponent(text.toWellFormed())
  const strict = encoded.replace(/[!'()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [encoded, strict, encodeURI(text.toWellFormed()), strict.replaceAll('%20', '+')]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/gu, (hex) => hex.toLowerCase()))]
}

function jsonForms(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1)
  const twice = JSON.stringify(once).slice(1, -1)
  const ascii = once.replace(/[\u007F-\uFFFF]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const html = ascii.replace(/[<>&]/gu, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
  return [once, twice, once.replaceAll('/', '\\/'), ascii, html]
}
