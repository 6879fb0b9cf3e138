import { Trouble } from '../findings/trouble.ts'

/**
 * Waits for something, but not for ever. `what` completes the sentence "… took longer than 10 s".
 * What is waited for is not stopped by the deadline: whoever started it releases it.
 */
export async function within<Result>(milliseconds: number, what: string, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Trouble(
            'deadline',
            `${what} took longer than ${milliseconds / 1000} s: look at the engine with "docker ps" and "docker info", then try again`,
          ),
        ),
      milliseconds,
    )
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}
