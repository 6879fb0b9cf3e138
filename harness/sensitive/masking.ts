import { disguises, shortestMasked } from './disguises.ts'
import type { Sensitive } from './sensitive.ts'

/** Takes secrets out of everything that is printed. Callers hand it whole lines: a value that is cut in two is not found. */
export interface Mask {
  /** The text with `<secret NAME>` in the place of every secret. */
  mask(text: string): string
  /** The names of the secrets that occur, each once, in the order in which they do. */
  seen(text: string): readonly string[]
  /** A copy of plain data (an event, a report) with every text masked, those of keys too. */
  maskDeep<Value>(value: Value): Value
}

/** A mask for all values of a run. Making one costs some milliseconds, using it a few nanoseconds per character. */
export function createMask(values: Iterable<{ readonly value: Sensitive; readonly name: string }>): Mask {
  const index = new Needles()
  for (const { value, name } of values) for (const text of disguises(value.reveal())) index.add({ text, name })
  if (index.empty) return { mask: (text) => text, seen: () => [], maskDeep: (value) => value }

  function mask(text: string): string {
    const hits = index.hits(text)
    if (hits.length === 0) return text
    let masked = ''
    let from = 0
    for (const hit of hits) {
      masked += `${text.slice(from, hit.start)}<secret ${hit.names[0]}>`
      from = hit.end
    }
    return masked + text.slice(from)
  }

  function maskDeep(value: unknown): unknown {
    if (typeof value === 'string') return mask(value)
    if (Array.isArray(value)) return value.map(maskDeep)
    if (typeof value !== 'object' || value === null) return value
    // Maps, dates and the like are no plain data, and have no texts of their own that JSON would show.
    if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [mask(key), maskDeep(member)]))
  }

  return {
    mask,
    seen: (text) => [...new Set(index.hits(text).flatMap((hit) => hit.names))],
    maskDeep: <Value>(value: Value) => maskDeep(value) as Value,
  }
}

interface Needle {
  readonly text: string
  readonly name: string
}

interface Hit {
  readonly start: number
  end: number
  /** All that are hidden by it: the first is shown. */
  readonly names: string[]
}

const tableSize = 1 << 16

/** Finds many texts in one pass: a table says for four characters whether any of them can begin here, and almost always it says no. */
class Needles {
  readonly #begins = new Uint8Array(tableSize)
  readonly #byHash = new Map<number, Needle[]>()
  readonly #known = new Set<string>()

  get empty(): boolean {
    return this.#byHash.size === 0
  }

  add(needle: Needle): void {
    // Two variables may hold one value: the first gives it its name.
    if (this.#known.has(needle.text)) return
    this.#known.add(needle.text)
    const hash = hashAt(needle.text, 0)
    this.#begins[hash] = 1
    const group = this.#byHash.get(hash) ?? []
    group.push(needle)
    group.sort((a, b) => b.text.length - a.text.length)
    this.#byHash.set(hash, group)
  }

  /** From left to right. Those that overlap are one, so that no rest of a secret stays. */
  hits(text: string): readonly Hit[] {
    const hits: Hit[] = []
    for (let start = 0; start + shortestMasked <= text.length; start++) {
      const hash = hashAt(text, start)
      if (this.#begins[hash] === 0) continue
      const needle = this.#byHash
        .get(hash)
        ?.find((candidate) => text.startsWith(candidate.text, start) && standsAlone(text, start, candidate.text))
      if (needle === undefined) continue
      const end = start + needle.text.length
      const last = hits.at(-1)
      if (last === undefined || start >= last.end) hits.push({ start, end, names: [needle.name] })
      else {
        last.end = Math.max(last.end, end)
        last.names.push(needle.name)
      }
    }
    return hits
  }
}

function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)
  const second = text.charCodeAt(at + 2) * 31 + text.charCodeAt(at + 3)
  return (first * 961 + second) & (tableSize - 1)
}

const wordCharacter = /[A-Za-z0-9]/u

/** Short values are hidden as whole words only: "1234" is no part of "atMs: 51234". */
function standsAlone(text: string, start: number, needle: string): boolean {
  if (needle.length >= 8) return true
  return !wordCharacter.test(text[start - 1] ?? ' ') && !wordCharacter.test(text[start + needle.length] ?? ' ')
}
