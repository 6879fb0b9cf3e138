import { Sensitive } from '../sensitive/sensitive.ts'
import { type NeonHost, readNeonHost } from './neon-host.ts'

export { certificateNames } from './certificate-names.ts'

/** A database URL, taken apart. Everything but the password may be shown. */
export interface ConnectionString {
  readonly kind: 'url'
  readonly scheme: 'postgres' | 'postgresql'
  readonly user: string
  readonly password: Sensitive
  /** In lower case, an IPv6 address without its brackets. */
  readonly host: string
  /** 5432 where the URL names none. */
  readonly port: number
  /** The user's name where the URL names none, as every client does it. */
  readonly database: string
  readonly sslmode?: string
  readonly channelBinding?: string
  /** Every parameter after the question mark, decoded; the last one counts when a name comes twice. */
  readonly parameters: Readonly<Record<string, string>>
  /** Set when the host is one of Neon's. */
  readonly neon?: NeonHost
  /** The URL as it may be printed: without its password. */
  readonly redacted: string
}

export interface InvalidConnectionString {
  readonly kind: 'invalid'
  /** What is wrong, never with a part of the text that could be the password. */
  readonly reason: string
}

/** Reads a Postgres URL the way the drivers of Node do (WHATWG URL rules). Never throws. */
export function parseConnectionString(text: Sensitive): ConnectionString | InvalidConnectionString {
  const raw = text.reveal().trim()
  if (raw === '') return invalid('it is empty')
  const scheme = /^(postgres|postgresql):\/\//iu.exec(raw)?.[1]?.toLowerCase()
  if (scheme !== 'postgres' && scheme !== 'postgresql') return invalid('it does not begin with postgresql:// or postgres://')
  if (!URL.canParse(raw)) return invalid(whyNotAUrl(raw))
  const url = new URL(raw)
  const user = decode(url.username)
  const password = decode(url.password)
  if (user === undefined) return invalid('the user name holds a % that is not followed by two hexadecimal digits: write it as %25')
  if (password === undefined) return invalid('the password holds a % that is not followed by two hexadecimal digits: write it as %25')
  const database = decode(url.pathname.replace(/^\//u, ''))
  if (database === undefined) return invalid('the database name holds a % that is not followed by two hexadecimal digits: write it as %25')
  const host = (decode(url.hostname) ?? url.hostname).replace(/^\[(.*)\]$/u, '$1').toLowerCase()
  if (host === '') return invalid('it names no host')
  const parameters = Object.fromEntries(url.searchParams)
  const { sslmode, channel_binding: channelBinding } = parameters
  const neon = readNeonHost(host)
  return {
    kind: 'url',
    scheme,
    user,
    password: new Sensitive(password),
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    database: database === '' ? user : database,
    ...(sslmode === undefined ? {} : { sslmode }),
    ...(channelBinding === undefined ? {} : { channelBinding }),
    parameters,
    ...(neon === undefined ? {} : { neon }),
    redacted: redact(url),
  }
}

function invalid(reason: string): InvalidConnectionString {
  return { kind: 'invalid', reason }
}

/** A best guess at what stands in the way; the text itself is never quoted, because the password may be anywhere in it. */
function whyNotAUrl(raw: string): string {
  const afterScheme = raw.slice(raw.indexOf('://') + 3)
  if (/\s/u.test(afterScheme)) return 'it holds a space or a line break'
  const authority = afterScheme.split(/[/?#]/u)[0] ?? ''
  if (afterScheme.includes('@') && !authority.includes('@')) return escapeAdvice
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1)
  if (hostAndPort.includes(',')) return 'it names several hosts, which the drivers of Node do not take'
  if (/:[^\]]*\D[^\]]*$/u.test(hostAndPort) || /:\d{6,}$/u.test(hostAndPort)) return 'its port is not a number from 1 to 65535'
  if (hostAndPort === '') return 'it names no host'
  return 'it is not a URL'
}

const escapeAdvice = 'the user name or the password holds a /, ? or #: write these as %2F, %3F, %23'

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function redact(url: URL): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '***'
  // A client may carry secrets as parameters too; the password hack of Neon is one of them.
  for (const name of shown.searchParams.keys()) {
    if (/pass|secret|token|key/iu.test(name)) shown.searchParams.set(name, '***')
  }
  return shown.toString()
}
