/** Waits for something that is good to have, but no longer than this. Whether it came is not told. Never rejects. */
export async function atMost(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([
    promise.then(
      () => undefined,
      () => undefined,
    ),
    over,
  ])
  clearTimeout(timer)
}
