import { array, assert, constantFrom, integer, property, record, uint8Array } from 'fast-check'
import { expect, it } from 'vitest'
import type { Happening } from '../../harness/timeline/event.ts'
import { ConnectionRecord } from '../../harness/gateway/connection-record.ts'
import { observe } from '../../harness/gateway/observe.ts'
import { WireScanner } from '../../harness/gateway/wire/scanner.ts'
import { readFirstPacket, writeStartup } from '../../harness/gateway/wire/startup.ts'

const message = (type: string, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

const anyMessage = record({
  type: constantFrom('R', 'Z', 'E', 'C', 'D', 'T', 'Q', 'P', 'B', 'X', 'S', 'p', '1'),
  body: uint8Array({ maxLength: 40 }),
})
const cuts = array(integer({ min: 1, max: 12 }), { maxLength: 200 })

/** The bytes in pieces of these sizes, then the rest. */
function pieces(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const all: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    all.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...all, bytes.subarray(at)]
}

function scan(chunks: readonly Buffer[]): readonly string[] {
  const seen: string[] = []
  const scanner = new WireScanner({ R: 4, Z: 1, E: 16, Q: 0, X: 0, C: 64 }, (type, body) => void seen.push(type + body.toString('hex')))
  for (const chunk of chunks) scanner.push(chunk)
  return seen
}

it('the scanner sees the same messages however the bytes are cut', () => {
  assert(
    property(array(anyMessage, { maxLength: 30 }), cuts, (messages, sizes) => {
      const bytes = Buffer.concat(messages.map(({ type, body }) => message(type, body)))
      const kept: Readonly<Record<string, number>> = { R: 4, Z: 1, E: 16, Q: 0, X: 0, C: 64 }
      const expected = messages.flatMap(({ type, body }) => {
        const most = kept[type]
        return most === undefined ? [] : [type + Buffer.from(body.subarray(0, most)).toString('hex')]
      })
      expect(scan(pieces(bytes, sizes))).toEqual(expected)
    }),
  )
})

it('a conversation is told by the same events however its bytes are cut', () => {
  const fromServer = Buffer.concat([
    message('R', Buffer.from([0, 0, 0, 3])),
    message('R', Buffer.from([0, 0, 0, 0])),
    message('S', Buffer.from('server_version\x0017.5\0')),
    message('Z', Buffer.from('I')),
    message('T', Buffer.alloc(30)),
    message('D', Buffer.alloc(300)),
    message('C', Buffer.from('SELECT 1\0')),
    message('Z', Buffer.from('I')),
    message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0')),
  ])
  const fromClient = Buffer.concat([
    message('p', Buffer.from('synthetic\0')),
    message('Q', Buffer.from('select 1\0')),
    message('X', Buffer.alloc(0)),
  ])
  const told = (clientSizes: readonly number[], serverSizes: readonly number[]): readonly Happening[] => {
    const events: Happening[] = []
    const connection = new ConnectionRecord({ emit: (event) => void events.push(event), onlyHost: 'h', next: () => 1 }, 5432)
    const observer = observe(connection)
    for (const piece of pieces(fromClient, clientSizes)) observer.fromClient(piece)
    for (const piece of pieces(fromServer, serverSizes)) observer.fromServer(piece)
    connection.closed()
    return events.map((event) => (event.type === 'connection-stage' ? { ...event, ms: 0 } : event))
  }
  const whole = told([], [])
  expect(whole.at(-1)).toMatchObject({ by: 'server', clean: true, queries: 1 })
  assert(
    property(cuts, cuts, (client, server) => {
      expect(told(client, server)).toEqual(whole)
    }),
  )
})

it('the scanner gives up quietly where the bytes are not those of Postgres', () => {
  assert(
    property(array(uint8Array({ maxLength: 50 }), { maxLength: 20 }), (chunks) => {
      expect(() => scan(chunks.map((chunk) => Buffer.from(chunk)))).not.toThrow()
    }),
  )
})

it('a startup packet is read as it was written, and any other first bytes are told apart or refused', () => {
  const parameters = new Map([
    ['user', 'app'],
    ['options', '-c a=b'],
    ['empty', ''],
  ])
  const packet = writeStartup(0x30002, parameters)
  expect(readFirstPacket(Buffer.concat([packet, Buffer.from('Qrest')]))).toEqual({
    packet: { kind: 'startup', version: 0x30002, parameters },
    length: packet.length,
  })
  expect(readFirstPacket(packet.subarray(0, -1))).toBeUndefined()
  assert(
    property(uint8Array({ maxLength: 60 }), (bytes) => {
      expect(() => readFirstPacket(Buffer.from(bytes))).not.toThrow()
    }),
  )
})
