import type { Place } from './source.ts'

/** Turns offsets of a text into lines and columns. Lines end with LF, CRLF or CR, as editors see them. */
export interface Lines {
  place(offset: number): Place
}

export function linesOf(text: string): Lines {
  let starts: readonly number[] | undefined
  return {
    place(offset) {
      starts ??= lineStarts(text)
      const index = lastNotAfter(starts, Math.max(0, Math.min(offset, text.length)))
      return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 }
    },
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}

/** The index of the greatest start that is not after the offset. */
function lastNotAfter(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
