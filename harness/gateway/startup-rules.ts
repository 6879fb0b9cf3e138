import { readNeonHost } from '../connection-string/neon-host.ts'
import type { HostRule } from './configuration.ts'
import { findHost } from './hosts.ts'
import type { ServerError } from './wire/error-response.ts'

/** What a client said at the beginning, and how it came. */
export interface Arrival {
  readonly parameters: ReadonlyMap<string, string>
  readonly encrypted: boolean
  /** The host by its TLS name or its HTTP header. */
  readonly name: string | undefined
}

export type Decision =
  | {
      readonly kind: 'accepted'
      readonly host: string
      readonly forwarded: ReadonlyMap<string, string>
      readonly dropped: readonly string[]
    }
  | { readonly kind: 'refused'; readonly host: string | undefined; readonly error: ServerError }

/** Decides as the real host would: who may come in, and what of its parameters reaches the database. */
export function decideStartup(hosts: readonly HostRule[], arrival: Arrival): Decision {
  const { parameters, encrypted, name } = arrival
  const tokens = readTokens(parameters.get('options') ?? '')
  const byName = name === undefined ? undefined : findHost(hosts, name)
  if (name !== undefined && byName === undefined) return refused(name, '08004', `no database of this task has the host ${name}`)
  if (!encrypted) {
    const plain = hosts.find((rule) => rule.plaintext)
    if (plain !== undefined) return { kind: 'accepted', host: plain.host, forwarded: parameters, dropped: [] }
    if (hosts.every((rule) => !rule.neon)) return refused(hosts[0]?.host, '28000', 'no pg_hba.conf entry for this host, no encryption')
    return refused(hosts[0]?.host, '08P01', 'connection is insecure (try using `sslmode=require`)')
  }
  const rule = byName ?? hosts.find((each) => tokens.endpoint !== undefined && readNeonHost(each.host)?.endpointId === tokens.endpoint)
  const alone = hosts.length === 1 ? hosts[0] : undefined
  const meant = rule ?? (alone?.neon === false ? alone : undefined)
  if (meant === undefined) {
    if (tokens.endpoint !== undefined) return refused(undefined, '08P01', `no database of this task has the endpoint id ${tokens.endpoint}`)
    return refused(alone?.host, '08P01', noEndpointId)
  }
  if (!meant.neon) return { kind: 'accepted', host: meant.host, forwarded: parameters, dropped: [] }
  const endpointId = readNeonHost(meant.host)?.endpointId
  if (tokens.endpoint !== undefined && endpointId !== undefined && tokens.endpoint !== endpointId) {
    return refused(
      meant.host,
      '08P01',
      `Inconsistent project name inferred from SNI ('${endpointId}') and project option ('${tokens.endpoint}').`,
    )
  }
  return { kind: 'accepted', host: meant.host, ...forwardedByNeon(parameters, tokens) }
}

const noEndpointId =
  'Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support or pass the endpoint ID ' +
  "(first part of the domain name) as a parameter: '?options=endpoint%3D<endpoint-id>'."

interface Tokens {
  readonly endpoint?: string
  readonly everything: boolean
  /** What is left for the database. */
  readonly rest: string
}

/** Neon's own words within `options`: they end at its proxy. */
function readTokens(options: string): Tokens {
  const words = options.split(/\s+/u).filter((word) => word !== '')
  const endpoint = words
    .map((word) => /^(?:endpoint|project)=(.+)$/u.exec(word)?.[1]?.replace(/-pooler$/u, ''))
    .find((found) => found !== undefined)
  const rest = words.filter((word) => !/^(?:endpoint=|project=|neon_\w+:)/u.test(word)).join(' ')
  return { ...(endpoint === undefined ? {} : { endpoint }), everything: words.includes('neon_proxy_params_compat:true'), rest }
}

const kept = new Set(['user', 'database', 'application_name', 'replication'])

/** Neon's proxy passes on these parameters only (neondatabase/neon, proxy/src/compute/mod.rs). */
function forwardedByNeon(
  parameters: ReadonlyMap<string, string>,
  tokens: Tokens,
): { forwarded: ReadonlyMap<string, string>; dropped: readonly string[] } {
  const forwarded = new Map<string, string>()
  const dropped: string[] = []
  for (const [name, value] of parameters) {
    if (name === 'options') {
      if (tokens.rest !== '') forwarded.set(name, tokens.rest)
    } else if (kept.has(name) || tokens.everything) {
      forwarded.set(name, value)
    } else if (!isDefault(name, value)) {
      dropped.push(name)
    }
  }
  return { forwarded, dropped }
}

/** Every driver sends its encoding; it is the server's own, so nothing is lost. */
function isDefault(name: string, value: string): boolean {
  return name.toLowerCase() === 'client_encoding' && /^['"]?utf-?8['"]?$/iu.test(value)
}

function refused(host: string | undefined, sqlState: string, message: string): Decision {
  return { kind: 'refused', host, error: { sqlState, message } }
}
