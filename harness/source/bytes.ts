import { maxSourceBytes, tooLarge } from './limits.ts'
import { linesOf } from './lines.ts'
import type { SourceProblem } from './source.ts'

/** Bytes as text. Invalid UTF-8 becomes U+FFFD, with a problem at its first place; a byte order mark stays for the parser to report. */
export function decode(bytes: Uint8Array): { readonly text: string; readonly problems: readonly SourceProblem[] } {
  if (bytes.length > maxSourceBytes) return { text: '', problems: [tooLarge()] }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const at = text.indexOf('\uFFFD')
  if (at === -1 || isValid(bytes)) return { text, problems: [] }
  const message = looksLikeUtf16(bytes) ? 'it is UTF-16, not UTF-8' : 'it holds bytes that are not UTF-8'
  return { text, problems: [{ kind: 'invalid-utf-8', message, place: linesOf(text).place(at) }] }
}

function isValid(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function looksLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
