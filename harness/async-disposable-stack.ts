/**
 * Node 22 knows `Symbol.asyncDispose` but not the stack, so the published code brings it: the same names, the same order,
 * and like the built-in one it goes on releasing after a failure. Where Node has its own, that one stays.
 */
export class OwnAsyncDisposableStack implements AsyncDisposableStack {
  readonly [Symbol.toStringTag] = 'AsyncDisposableStack'
  #releases: (() => unknown)[] = []
  #disposed = false

  get disposed(): boolean {
    return this.#disposed
  }

  use<Value extends AsyncDisposable | Disposable | null | undefined>(value: Value): Value {
    if (value === null || value === undefined) return value
    const release = Symbol.asyncDispose in value ? value[Symbol.asyncDispose] : value[Symbol.dispose]
    this.defer(() => release.call(value) as PromiseLike<void> | void)
    return value
  }

  adopt<Value>(value: Value, release: (value: Value) => PromiseLike<void> | void): Value {
    this.defer(() => release(value))
    return value
  }

  defer(release: () => PromiseLike<void> | void): void {
    if (this.#disposed) throw new ReferenceError('the stack has been disposed of')
    this.#releases.push(release)
  }

  move(): AsyncDisposableStack {
    if (this.#disposed) throw new ReferenceError('the stack has been disposed of')
    const moved = new OwnAsyncDisposableStack()
    moved.#releases = this.#releases
    this.#releases = []
    this.#disposed = true
    return moved
  }

  async disposeAsync(): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    const failures: unknown[] = []
    for (const release of this.#releases.toReversed()) {
      try {
        await release()
      } catch (failure) {
        failures.push(failure)
      }
    }
    this.#releases = []
    if (failures.length > 1) throw new AggregateError(failures, 'several things could not be released')
    if (failures.length === 1) throw failures[0]
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync()
  }
}

const known: { AsyncDisposableStack?: unknown } = globalThis
known.AsyncDisposableStack ??= OwnAsyncDisposableStack
