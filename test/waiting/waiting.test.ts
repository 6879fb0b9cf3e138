import { expect, test } from 'vitest'
import { Trouble } from '../../harness/findings/trouble.ts'
import { atMost } from '../../harness/waiting/at-most.ts'
import { wallClock } from '../../harness/waiting/clock.ts'
import { within } from '../../harness/waiting/within.ts'

const never = new Promise<never>(() => undefined)

test('what comes in time is handed on, and so is what fails in time', async () => {
  expect(await within(1000, 'it', Promise.resolve(7))).toBe(7)
  await expect(within(1000, 'it', Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

test('what does not come in time is trouble with a name', async () => {
  const error = await within(10, 'an answer of the engine', never).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Trouble)
  expect(error).toMatchObject({
    code: 'deadline',
    message: expect.stringMatching(/^an answer of the engine took longer than 0\.01 s: /) as string,
  })
})

test('what is only good to have never fails, and is not waited for longer than said', async () => {
  await expect(atMost(10, never)).resolves.toBeUndefined()
  await expect(atMost(1000, Promise.reject(new Error('broken')))).resolves.toBeUndefined()
})

test('the clock on the wall counts whole milliseconds from its start', async () => {
  const clock = wallClock(performance.now() - 100)
  const before = clock.now()
  expect(before).toBeGreaterThanOrEqual(100)
  expect(Number.isInteger(before)).toBe(true)
  await clock.after(20)
  expect(clock.now()).toBeGreaterThanOrEqual(before + 19)
})

test('a wait that is broken off ends at once with the reason', async () => {
  const control = new AbortController()
  const waiting = wallClock().after(60_000, control.signal)
  control.abort(new Error('interrupted'))
  await expect(waiting).rejects.toThrow('interrupted')
  await expect(wallClock().after(60_000, control.signal)).rejects.toThrow('interrupted')
})
