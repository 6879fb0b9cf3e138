import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { goFormat } from '../go-format.ts'
import { at, subject, type WantedSecret } from './place.ts'

export const jsonValueIsText: Documented = {
  id: 'json-value-is-text',
  severity: 'error',
  about:
    "The agent prints what stands under a JSON key with Go's %v. Texts arrive as they are. Numbers are floating point and change to exponents from 1000000 on (1754110382 arrives as 1.754110382e+09), null arrives as <nil>, lists and objects in Go's notation ([1 a], map[a:1]).",
}

/** What arrives in the variable where it is not what the author wrote; nothing for a text. The value itself is not told. */
export function notText(wanted: WantedSecret, key: string, value: unknown): Finding | undefined {
  if (typeof value === 'string') return undefined
  const arrivesAsWritten = (typeof value === 'number' && goFormat(value) === JSON.stringify(value)) || typeof value === 'boolean'
  return {
    id: jsonValueIsText.id,
    severity: arrivesAsWritten ? 'info' : 'error',
    // Read in the open source agent; Fargate's own is closed.
    confidence: 'likely',
    message: `${subject(wanted)}: JSON key "${key}" is ${kindOf(value)}, no text${arrivesAsWritten ? '' : `: ${arrivesAs(value)}`}`,
    remedy: "Put the value in quotes in the secret's JSON.",
    ...at(wanted),
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function arrivesAs(value: unknown): string {
  if (value === null) return 'it arrives as <nil>'
  if (typeof value === 'number') return 'it arrives in exponent form, as 1754110382 would arrive as 1.754110382e+09'
  return Array.isArray(value) ? "it arrives in Go's notation, as [1 a]" : "it arrives in Go's notation, as map[a:1]"
}
