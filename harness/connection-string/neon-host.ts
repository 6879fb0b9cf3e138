/** What a host name of Neon says. */
export interface NeonHost {
  /** `ep-cool-name-123456`, without `-pooler`. */
  readonly endpointId: string
  /** Through Neon's PgBouncer, in transaction mode. */
  readonly pooled: boolean
  /** The rest of the host: `us-east-1.aws.neon.tech`. */
  readonly region: string
}

/** The host's parts when it is one of Neon's, else undefined. */
export function readNeonHost(host: string): NeonHost | undefined {
  const found = /^([^.]+)\.((?:[^.]+\.)+neon\.(?:tech|build))$/u.exec(host.toLowerCase())
  const [, label, region] = found ?? []
  if (label === undefined || region === undefined) return undefined
  return { endpointId: label.replace(/-pooler$/u, ''), pooled: label.endsWith('-pooler'), region }
}
