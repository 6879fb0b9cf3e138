import { Sensitive } from '../sensitive/sensitive.ts'

/** What a JSON key finds in a secret. `keys`: those there are. */
export type JsonMember =
  | { readonly kind: 'found'; readonly value: unknown }
  | { readonly kind: 'absent'; readonly keys: readonly string[] }
  | { readonly kind: 'not-an-object'; /** Go's words, as the agent passes them on. */ readonly reason: string }

/** Looks a key up as the agent does: at the top level only, literally, without paths. */
export function jsonMember(secret: Sensitive, key: string): JsonMember {
  const text = secret.reveal()
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    // The parser's own message quotes the secret.
    return { kind: 'not-an-object', reason: goSyntaxError(text) }
  }
  // Go decodes null into an empty map, without an error.
  if (document === null) return { kind: 'absent', keys: [] }
  if (typeof document !== 'object' || Array.isArray(document)) {
    return {
      kind: 'not-an-object',
      reason: `json: cannot unmarshal ${Array.isArray(document) ? 'array' : goKind(document)} into Go value of type map[string]interface {}`,
    }
  }
  if (!Object.hasOwn(document, key)) return { kind: 'absent', keys: Object.keys(document) }
  return { kind: 'found', value: (document as Record<string, unknown>)[key] }
}

function goKind(value: unknown): string {
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Go names the character it stumbled over. It is a part of the secret, so it is left out here. */
function goSyntaxError(text: string): string {
  return text.trim() === '' ? 'unexpected end of JSON input' : "invalid character '…' looking for beginning of value"
}
