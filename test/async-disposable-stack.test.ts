import { describe, expect, test } from 'vitest'
import { OwnAsyncDisposableStack } from '../harness/async-disposable-stack.ts'

const stacks = [
  { name: "Node's own", Stack: AsyncDisposableStack },
  { name: 'the one for Node 22', Stack: OwnAsyncDisposableStack },
]

describe.each(stacks)('the stack of things to release: $name', ({ Stack }) => {
  test('releases in the reverse order, each thing once, and waits for each', async () => {
    const released: string[] = []
    const release = (name: string) => async (): Promise<void> => {
      await Promise.resolve()
      released.push(name)
    }
    {
      await using stack = new Stack()
      stack.defer(release('first'))
      stack.use({ [Symbol.asyncDispose]: release('second') })
      stack.use({ [Symbol.dispose]: () => void released.push('third') })
      expect(stack.adopt('fourth', (value) => void released.push(value))).toBe('fourth')
      expect(stack.use(undefined)).toBeUndefined()
      expect(released).toEqual([])
      expect(stack.disposed).toBe(false)
    }
    expect(released).toEqual(['fourth', 'third', 'second', 'first'])
  })

  test('what was moved away is released by its new owner alone', async () => {
    const released: string[] = []
    const stack = new Stack()
    stack.defer(() => void released.push('moved'))
    const owner = stack.move()
    expect(stack.disposed).toBe(true)
    expect(() => stack.defer(() => undefined)).toThrow(ReferenceError)
    await stack.disposeAsync()
    expect(released).toEqual([])
    await owner.disposeAsync()
    await owner.disposeAsync()
    expect(released).toEqual(['moved'])
  })

  test('a release that fails keeps no other from being done, and is told', async () => {
    const released: string[] = []
    const stack = new Stack()
    stack.defer(() => void released.push('first'))
    stack.defer(() => Promise.reject(new Error('the second failed')))
    stack.defer(() => void released.push('third'))
    await expect(stack.disposeAsync()).rejects.toThrow('the second failed')
    expect(released).toEqual(['third', 'first'])
  })

  test('of several releases that fail, none is lost', async () => {
    const stack = new Stack()
    stack.defer(() => Promise.reject(new Error('the first failed')))
    stack.defer(() => Promise.reject(new Error('the second failed')))
    const told = await stack.disposeAsync().then(String, (error: unknown) => error as SuppressedError & AggregateError)
    const errors: unknown[] = typeof told === 'string' ? [] : (told.errors ?? [told.suppressed, told.error])
    expect(errors.map((error) => (error as Error).message)).toEqual(['the second failed', 'the first failed'])
  })
})
