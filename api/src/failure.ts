/**
 * What went wrong, in words. The Neon driver rejects with an `ErrorEvent` when the WebSocket cannot be opened: it is no `Error`, and
 * printed as it is it says only "[object ErrorEvent]".
 */
export function describeFailure(failure: unknown): string {
  if (failure instanceof AggregateError && failure.errors.length > 0) return failure.errors.map(describeFailure).join('; ')
  if (typeof failure === 'object' && failure !== null) {
    const { message, error, cause } = failure as { readonly message?: unknown; readonly error?: unknown; readonly cause?: unknown }
    if (typeof message === 'string' && message !== '') return cause === undefined ? message : `${message}: ${describeFailure(cause)}`
    if (error !== undefined) return describeFailure(error)
    return failure.constructor?.name ?? 'unknown failure'
  }
  return String(failure)
}
