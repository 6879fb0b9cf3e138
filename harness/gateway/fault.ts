/** When a fault is played, in milliseconds since the gateway opened (or since `play`). Without: always. */
interface When {
  readonly fromMs?: number
  readonly untilMs?: number
}

/** Nobody listens, and what was connected is dropped: "down at boot and up after N s", "down for N s later". */
type Refused = When & { readonly kind: 'refused' }

/** Everything before the stage works, then there is silence. `accept`: the connection is taken and nothing read. */
type BlackHole = When & { readonly kind: 'black-hole'; readonly stage: 'accept' | 'tls' | 'upgrade' | 'startup' }

/** Each answer comes so much later, and so does each step of a new connection. */
type Latency = When & { readonly kind: 'latency'; readonly ms: number }

/** Scale to zero: the first connection wakes the database, which takes so long; those that come meanwhile wait too. */
type SlowFirstConnection = When & { readonly kind: 'slow-first-connection'; readonly ms: number }

interface Drop {
  /** How many connections it strikes; all when absent. */
  readonly times?: number
  /** By RST rather than FIN. */
  readonly reset?: boolean
}

/** The connection breaks when its query number `query` has been sent; without a number, its next one. */
type DropMidQuery = When & Drop & { readonly kind: 'drop-mid-query'; readonly query?: number }

/** The connection breaks when it was idle for so long. */
type DropWhileIdle = When & Drop & { readonly kind: 'drop-while-idle'; readonly afterMs: number }

/** One more session than `limit` at a time is refused with SQLSTATE 53300. */
type TooManyConnections = When & { readonly kind: 'too-many-connections'; readonly limit: number }

/** Every session is read only: writes fail with SQLSTATE 25006. */
type ReadOnly = When & { readonly kind: 'read-only' }

/** Something that databases do to their clients. Plain data. */
export type Fault = Refused | BlackHole | Latency | SlowFirstConnection | DropMidQuery | DropWhileIdle | TooManyConnections | ReadOnly

export type FaultKind = Fault['kind']
type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>

/** Whether a fault that waits for a query strikes when a connection's count goes from `before` to `after`. */
export function isReached(fault: { readonly query?: number }, before: number, after: number): boolean {
  const number = fault.query ?? before + 1
  return before < number && after >= number
}

/** Knows which faults are on at this moment, and counts where that matters. */
export class FaultPlayer {
  readonly faults: readonly Fault[]
  readonly #now: () => number
  readonly #since: number
  readonly #struck = new Map<Fault, number>()
  #wokenAt: number | undefined

  constructor(faults: readonly Fault[], now: () => number) {
    this.faults = faults
    this.#now = now
    this.#since = now()
  }

  /** Milliseconds until a fault begins or ends next; undefined when none does any more. */
  get nextChangeMs(): number | undefined {
    const passed = this.#passed
    const edges = this.faults.flatMap((fault) => [fault.fromMs ?? 0, fault.untilMs ?? 0]).filter((edge) => edge > passed)
    return edges.length === 0 ? undefined : Math.min(...edges) - passed
  }

  active<Kind extends FaultKind>(kind: Kind): FaultOf<Kind> | undefined {
    return this.faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind && this.#isOn(fault))
  }

  blackHole(stage: FaultOf<'black-hole'>['stage']): boolean {
    return this.faults.some((fault) => fault.kind === 'black-hole' && fault.stage === stage && this.#isOn(fault))
  }

  /** How long each step of a connection, or an answer, is held back now. */
  get latencyMs(): number {
    return this.active('latency')?.ms ?? 0
  }

  /** How long a session has to wait until the sleeping database is awake. */
  wake(): number {
    const fault = this.active('slow-first-connection')
    if (fault === undefined) return 0
    this.#wokenAt ??= this.#now()
    return Math.max(0, this.#wokenAt + fault.ms - this.#now())
  }

  /** The fault when it strikes now; it counts as struck then. */
  strike(kind: 'drop-mid-query' | 'drop-while-idle'): DropMidQuery | DropWhileIdle | undefined {
    const fault = kind === 'drop-mid-query' ? this.active(kind) : this.active(kind)
    if (fault === undefined) return undefined
    const struck = this.#struck.get(fault) ?? 0
    if (struck >= (fault.times ?? Infinity)) return undefined
    this.#struck.set(fault, struck + 1)
    return fault
  }

  get #passed(): number {
    return this.#now() - this.#since
  }

  #isOn(fault: Fault): boolean {
    return this.#passed >= (fault.fromMs ?? 0) && this.#passed < (fault.untilMs ?? Infinity)
  }
}
