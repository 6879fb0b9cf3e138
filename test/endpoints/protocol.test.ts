import { array, assert, nat, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createLineReader, encodeLine, type FromEndpoints } from '../../harness/endpoints/protocol.ts'

const line = (message: string): FromEndpoints => ({ type: 'failed', message })

test('lines survive any text and any cut of the stream', () => {
  assert(
    property(array(string({ unit: 'binary' })), array(nat(40)), (messages, cuts) => {
      const sent = messages.map(line)
      const received: FromEndpoints[] = []
      const reader = createLineReader<FromEndpoints>((message) => received.push(message))
      let rest: Buffer = Buffer.from(sent.map(encodeLine).join(''))
      for (const cut of cuts) {
        reader.push(rest.subarray(0, cut))
        rest = rest.subarray(cut)
      }
      reader.push(rest)
      expect(received).toEqual(JSON.parse(JSON.stringify(sent)))
    }),
  )
})

test('a line of many megabytes in many chunks is put together in time', () => {
  const received: FromEndpoints[] = []
  const reader = createLineReader<FromEndpoints>((message) => received.push(message))
  const text = Buffer.from(encodeLine(line('x'.repeat(16 * 1024 * 1024))))
  const startedAt = performance.now()
  for (let at = 0; at < text.length; at += 1024) reader.push(text.subarray(at, at + 1024))
  expect(received).toHaveLength(1)
  expect(performance.now() - startedAt).toBeLessThan(5000)
})

test('the last line counts without a line break, and empty lines are nothing', () => {
  const received: FromEndpoints[] = []
  const reader = createLineReader<FromEndpoints>((message) => received.push(message))
  reader.push('\n\r\n{"type":"ready","httpPort":80,"dnsPort":53}')
  expect(received).toEqual([])
  reader.end()
  expect(received).toEqual([{ type: 'ready', httpPort: 80, dnsPort: 53 }])
})

test('a line that is none of the protocol is handed over, or thrown where nobody takes it', () => {
  const malformed: string[] = []
  const tolerant = createLineReader<FromEndpoints>(
    () => undefined,
    (text) => malformed.push(text),
  )
  tolerant.push('(node:1) Warning: something\n42\n')
  expect(malformed).toEqual(['(node:1) Warning: something', '42'])
  const strict = createLineReader<FromEndpoints>(() => undefined)
  expect(() => strict.push('rubbish\n')).toThrow('not a line of this protocol: rubbish')
})
