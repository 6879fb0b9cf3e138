/** The first packet of a connection, which has no type byte. */
export type FirstPacket =
  | { readonly kind: 'startup'; readonly version: number; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'ssl-request' }
  | { readonly kind: 'gss-request' }
  /** The whole packet, to be handed on as it is. */
  | { readonly kind: 'cancel'; readonly packet: Buffer }
  | { readonly kind: 'garbage'; readonly reason: string }

/** Postgres' own limit. */
const longestPacket = 10_000

const sslRequest = 80877103
const gssRequest = 80877104
const cancelRequest = 80877102

/** Reads the packet at the beginning of `bytes`; undefined when it is not complete. `length` is what it takes. */
export function readFirstPacket(bytes: Buffer): { readonly packet: FirstPacket; readonly length: number } | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readInt32BE(0)
  if (length < 8 || length > longestPacket) return garbage('the first bytes are not those of a Postgres client', bytes.length)
  if (bytes.length < length) return undefined
  const code = bytes.readInt32BE(4)
  if (code === sslRequest) return { packet: { kind: 'ssl-request' }, length }
  if (code === gssRequest) return { packet: { kind: 'gss-request' }, length }
  if (code === cancelRequest) return { packet: { kind: 'cancel', packet: Buffer.from(bytes.subarray(0, length)) }, length }
  if (code >> 16 !== 3) return garbage(`protocol ${code >>> 16}.${code & 0xffff} is not one of Postgres'`, length)
  const parameters = readParameters(bytes.subarray(8, length))
  if (parameters === undefined) return garbage('the startup packet has no proper end', length)
  return { packet: { kind: 'startup', version: code, parameters }, length }
}

/** A startup packet of these parameters. */
export function writeStartup(version: number, parameters: ReadonlyMap<string, string>): Buffer {
  const text = [...parameters].map(([name, value]) => `${name}\0${value}\0`).join('')
  const body = Buffer.from(`${text}\0`, 'utf8')
  const packet = Buffer.alloc(8 + body.length)
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(version, 4)
  body.copy(packet, 8)
  return packet
}

/** A request to cancel what the server process `processId` does. */
export function writeCancel(processId: number, secretKey: number): Buffer {
  const packet = Buffer.alloc(16)
  packet.writeInt32BE(16, 0)
  packet.writeInt32BE(cancelRequest, 4)
  packet.writeInt32BE(processId, 8)
  packet.writeInt32BE(secretKey, 12)
  return packet
}

/** What a client sends to ask for TLS. */
export const sslRequestPacket: Buffer = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

function readParameters(body: Buffer): Map<string, string> | undefined {
  const parts = body.toString('utf8').split('\0')
  // The last value ends with a zero, and so does the list.
  if (parts.pop() !== '' || parts.pop() !== '' || parts.length % 2 !== 0) return undefined
  const parameters = new Map<string, string>()
  for (let index = 0; index < parts.length; index += 2) parameters.set(parts[index] ?? '', parts[index + 1] ?? '')
  return parameters
}

function garbage(reason: string, length: number): { packet: FirstPacket; length: number } {
  return { packet: { kind: 'garbage', reason }, length }
}
