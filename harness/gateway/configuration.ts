import type { IssuedCertificate } from './certificate-authority.ts'
import type { Fault } from './fault.ts'

/** Everything the gateway is told before it opens. Plain data: it travels to the container as one line of JSON. */
export interface GatewayConfiguration {
  readonly listen: {
    readonly address: string
    /** 443 in a container; 0 takes any free port. */
    readonly tlsPort: number
    /** 5432 in a container; 0 takes any free port. */
    readonly postgresPort: number
  }
  /** The Postgres behind it. */
  readonly upstream: { readonly host: string; readonly port: number }
  readonly hosts: readonly HostRule[]
  /** For every name of every host; the Postgres behind it serves the same, for SCRAM's channel binding. */
  readonly certificate: IssuedCertificate
  readonly faults?: readonly Fault[]
}

/** A database host of the task's, and how the real one behaves. */
export interface HostRule {
  readonly host: string
  /** Neon's rules hold: endpoint id, dropped parameters, WebSocket tunnel, HTTP queries. */
  readonly neon: boolean
  /** The connection string asks for a connection without TLS, so one is taken. Never true for Neon. */
  readonly plaintext: boolean
}
