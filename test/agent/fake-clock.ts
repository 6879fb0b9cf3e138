import type { Clock } from '../../harness/waiting/clock.ts'

/** A clock on which nothing takes time but what waits on it. */
export interface FakeClock extends Clock {
  /** Lets time pass, from one waiter to the next, until this is settled. Throws when nobody waits any more. */
  play<Result>(promise: Promise<Result>): Promise<Result>
}

interface Waiter {
  readonly atMs: number
  readonly order: number
  readonly wake: () => void
}

export function fakeClock(): FakeClock {
  let nowMs = 0
  let order = 0
  const waiters = new Set<Waiter>()
  return {
    now: () => nowMs,
    after: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error)
          return
        }
        const giveUp = (): void => {
          waiters.delete(waiter)
          reject(signal?.reason as Error)
        }
        order += 1
        const waiter: Waiter = {
          atMs: nowMs + milliseconds,
          order,
          wake: () => {
            signal?.removeEventListener('abort', giveUp)
            resolve()
          },
        }
        waiters.add(waiter)
        signal?.addEventListener('abort', giveUp, { once: true })
      }),
    async play(promise) {
      let settled = false
      const done = promise.finally(() => {
        settled = true
      })
      done.catch(() => undefined)
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        if (settled) return await done
        const [next] = [...waiters].toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)
        if (next === undefined) throw new Error(`nothing is left to wait for at ${nowMs} ms, and it has not ended`)
        waiters.delete(next)
        nowMs = next.atMs
        next.wake()
      }
    },
  }
}
