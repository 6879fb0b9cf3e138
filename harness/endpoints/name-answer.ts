import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  type Answer,
  type DecodedPacket,
  type Question,
} from 'dns-packet'
import type { NameMeaning } from './name-book.ts'

/** Response codes of RFC 1035. */
export const rcode = { noError: 0, formatError: 1, serverFailure: 2, noSuchName: 3, notImplemented: 4 } as const

/** Seconds a client may keep an answer: nothing moves while a task runs. */
const ttl = 60

/** The question in a packet, or the response code for what is none. Nothing: not even an answer is due. */
export function readQuestion(
  packet: Buffer,
): { readonly query: DecodedPacket; readonly question: Question } | { readonly refuseWith: number } | undefined {
  const headerLength = 12
  if (packet.length < headerLength || isResponse(packet)) return undefined
  if ((packet[2]! >> 3) % 16 !== 0) return { refuseWith: rcode.notImplemented }
  try {
    const query = decode(packet)
    const question = query.questions?.[0]
    return question === undefined || query.questions?.length !== 1 ? { refuseWith: rcode.formatError } : { query, question }
  } catch {
    return { refuseWith: rcode.formatError }
  }
}

/** The answer for a name that needs no other server. Every type but A is there without data where the name exists. */
export function encodeAnswer(query: DecodedPacket, question: Question, meaning: NameMeaning): Buffer {
  const wantsAddress = question.type === 'A' || anyType.has(question.type)
  return encode({
    type: 'response',
    id: query.id ?? 0,
    // glibc takes an empty answer with neither flag for a lame server and asks again, until it gives up.
    flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | ((query.flags ?? 0) & RECURSION_DESIRED) | code(meaning),
    questions: [question],
    answers:
      meaning.kind === 'address' && wantsAddress ? [{ type: 'A', name: question.name, ttl, class: 'IN', data: meaning.address }] : [],
    additionals: query.additionals?.some(({ type }) => type === 'OPT') === true ? [edns] : [],
  })
}

/** A refusal from the packet's own head, where the rest of it may not be readable. */
export function encodeRefusal(packet: Buffer, code: number): Buffer {
  const head = Buffer.alloc(12)
  packet.copy(head, 0, 0, 2)
  head.writeUInt16BE(0x8000 | (packet.readUInt16BE(2) & 0x7900) | RECURSION_AVAILABLE | code, 2)
  return head
}

/** The types' package has no word for a question of type 255. */
const anyType: ReadonlySet<string> = new Set(['ANY'])

const edns = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
} satisfies Answer

function code(meaning: NameMeaning): number {
  return meaning.kind === 'unknown' ? rcode.noSuchName : rcode.noError
}

function isResponse(packet: Buffer): boolean {
  return packet[2]! >= 0x80
}
