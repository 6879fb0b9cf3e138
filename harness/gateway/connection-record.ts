import type { ConnectionStage, Emit, Transport } from '../timeline/event.ts'

/** Hands out the numbers of a gateway's connections, and the host of those that name none. */
export interface Ledger {
  readonly emit: Emit
  /** The task's only database host; undefined when it has several. */
  readonly onlyHost: string | undefined
  next(): number
}

/** After so long a silent connection is told, although it is not known yet where it wants to go. */
const silentAfterMs = 250

/**
 * What is known of one connection, told to the timeline as it becomes known. It counts from the moment the connection was
 * accepted. Each stage is told once as failed at most and once as ok at most.
 */
export class ConnectionRecord {
  transport: Transport | undefined
  queries = 0
  bytesIn = 0
  bytesOut = 0
  /** The client said goodbye. */
  clean = false
  application: string | undefined
  user: string | undefined
  database: string | undefined
  droppedParameters: readonly string[] = []

  readonly #ledger: Ledger
  readonly #port: number
  readonly #acceptedAt = performance.now()
  readonly #silence: NodeJS.Timeout
  readonly #told = new Set<string>()
  #host: string | undefined
  #by: 'client' | 'server' | 'gateway' | undefined
  #number: number | undefined
  #closed = false

  constructor(ledger: Ledger, port: number) {
    this.#ledger = ledger
    this.#port = port
    this.#silence = setTimeout(() => this.#open(), silentAfterMs)
    this.#silence.unref()
  }

  /** Milliseconds since it was accepted. */
  get ms(): number {
    return Math.round(performance.now() - this.#acceptedAt)
  }

  /** The host the client wants to reach: known from TLS, from a header, or from being the only one. */
  reaches(host: string): void {
    this.#host ??= host
    this.#open()
  }

  isTold(stage: ConnectionStage, outcome: 'ok' | 'failed' = 'ok'): boolean {
    return this.#told.has(`${stage} ${outcome}`)
  }

  ok(stage: ConnectionStage, ms: number = this.ms): void {
    this.#tell(stage, 'ok', ms, {})
  }

  /** `reason` must hold no password and no literal of a query. */
  failed(stage: ConnectionStage, reason: string, sqlState?: string): void {
    if (this.isTold(stage)) return
    this.#tell(stage, 'failed', this.ms, { reason, ...(sqlState === undefined ? {} : { sqlState }) })
  }

  /** A connection that only carries a CancelRequest belongs to another one, and is not told. */
  forget(): void {
    clearTimeout(this.#silence)
    if (this.#number === undefined) this.#closed = true
  }

  /** Who ends it. The first word counts; without any it was the client. */
  ends(by: 'client' | 'server' | 'gateway'): void {
    this.#by ??= by
  }

  /** The connection is gone. */
  closed(): void {
    if (this.#closed) return
    const by = this.#by ?? 'client'
    const connection = this.#open()
    this.#closed = true
    const { queries, bytesIn, bytesOut, clean, application, user, database, droppedParameters } = this
    this.#ledger.emit({
      type: 'connection-closed',
      connection,
      by,
      clean,
      queries,
      bytesIn,
      bytesOut,
      ...(application === undefined ? {} : { application }),
      ...(user === undefined ? {} : { user }),
      ...(database === undefined ? {} : { database }),
      ...(droppedParameters.length === 0 ? {} : { droppedParameters }),
    })
  }

  #open(): number {
    if (this.#number !== undefined) return this.#number
    if (this.#closed) return 0
    clearTimeout(this.#silence)
    this.#number = this.#ledger.next()
    const host = this.#host ?? this.#ledger.onlyHost ?? 'unknown'
    this.#ledger.emit({ type: 'connection-opened', connection: this.#number, host, port: this.#port, ...this.#transport })
    this.#tell('tcp', 'ok', 0, {})
    return this.#number
  }

  #tell(stage: ConnectionStage, outcome: 'ok' | 'failed', ms: number, more: { reason?: string; sqlState?: string }): void {
    if (this.#closed || this.#told.has(`${stage} ${outcome}`)) return
    const connection = this.#open()
    this.#told.add(`${stage} ${outcome}`)
    this.#ledger.emit({ type: 'connection-stage', connection, stage, outcome, ms, ...this.#transport, ...more })
  }

  get #transport(): { transport?: Transport } {
    return this.transport === undefined ? {} : { transport: this.transport }
  }
}
