/** Time, as the agent is given it. */
export interface Clock {
  /** Whole milliseconds since the run began. */
  now(): number
  /** Resolves after a while; rejects with the signal's reason when that comes first. */
  after(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The clock on the wall, counting from now. */
export function wallClock(startedAt = performance.now()): Clock {
  return {
    now: () => Math.round(performance.now() - startedAt),
    after: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error)
          return
        }
        const giveUp = (): void => {
          clearTimeout(timer)
          reject(signal?.reason as Error)
        }
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', giveUp)
          resolve()
        }, milliseconds)
        signal?.addEventListener('abort', giveUp, { once: true })
      }),
  }
}
