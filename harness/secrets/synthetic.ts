import { isBase64 } from './shape.ts'
import { readServerUrl } from './values/server-url.ts'

/**
 * A made-up value of the same form: the keys of a JSON object, the host and the database of a URL, the kind and the length stay;
 * passwords, tokens and texts go. Nothing of a secret part is kept.
 */
export function syntheticLike(text: string): string {
  if (/^\s*[{[]/u.test(text)) {
    try {
      return JSON.stringify(syntheticJson(JSON.parse(text)))
    } catch {
      // Not JSON after all.
    }
  }
  return syntheticText(text)
}

function syntheticJson(value: unknown): unknown {
  if (typeof value === 'string') return syntheticText(value)
  // As many digits, so that the agent prints it in the same form.
  if (typeof value === 'number') return Number.isInteger(value) ? 10 ** (String(Math.abs(value)).length - 1) : 0.5
  if (Array.isArray(value)) return value.map(syntheticJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, syntheticJson(member)]))
}

function syntheticText(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(text.trim())) return syntheticUrl(text.trim())
  const type = /-----BEGIN ([A-Z0-9 ]+)-----/u.exec(text)?.[1]
  if (type !== undefined) return `-----BEGIN ${type}-----\n${Buffer.from(filler(96)).toString('base64')}\n-----END ${type}-----\n`
  if (isBase64(text))
    return Buffer.from(filler((text.length / 4) * 3))
      .toString('base64')
      .slice(0, text.length)
  return filler(text.length)
}

/** User, host, port and database are no secret. Parameters keep their names, and their values only where those are settings of the connection. */
function syntheticUrl(text: string): string {
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^?#]*)(?:\?([^#]*))?/iu.exec(text) ?? []
  const at = authority.lastIndexOf('@')
  const userInfo = authority.slice(0, Math.max(0, at))
  const colon = userInfo.indexOf(':')
  const hidden = colon === -1 ? userInfo : `${userInfo.slice(0, colon)}:${filler(userInfo.length - colon - 1)}`
  // A database's name may be shown; the path of any other URL may hold a token: https://hooks.example.com/services/…
  const shownPath = path.length < 2 || readServerUrl(text) !== undefined ? path : `/${filler(path.length - 1)}`
  const parameters = query === '' ? '' : `?${query.split('&').map(syntheticParameter).join('&')}`
  return `${scheme}${at === -1 ? authority : `${hidden}@${authority.slice(at + 1)}`}${shownPath}${parameters}`
}

const connectionSettings =
  /^(?:ssl|sslmode|ssl-mode|channel_binding|application_name|connect_timeout|pool_timeout|connection_limit|pgbouncer|schema|retryWrites|w|replicaSet|authSource|tls|charset)$/iu

function syntheticParameter(parameter: string): string {
  const [name = '', value] = parameter.split('=')
  return value === undefined || connectionSettings.test(name) ? parameter : `${name}=${filler(value.length)}`
}

/** `synthetic-synthetic-…`, cut to the length; a short one is told from nothing only by its length. */
function filler(length: number): string {
  return 'synthetic-'
    .repeat(Math.ceil(Math.max(0, length) / 10))
    .slice(0, Math.max(0, length))
    .replace(/-$/u, 'x')
}
