/**
 * The line that a finding is about, its number before it and a caret below, no wider than `width` columns.
 * A long line is cut around the place, with `…` where something is left out. Empty for a line that does not exist.
 */
export function codeFrame(sourceText: string, line: number, column: number, width = 80): string {
  const text = sourceText.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)[line - 1]
  if (text === undefined) return ''
  const gutter = `${String(line).padStart(4)} | `
  const room = Math.max(20, width - gutter.length)
  const characters = Array.from(printable(text))
  // Columns count UTF-16 units; what is shown counts characters.
  const at = Array.from(printable(text.slice(0, column - 1))).length
  const { shown, caret } = cut(characters, Math.min(at, characters.length), room)
  return `${gutter}${shown}\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(caret)}^`
}

/** One character each: tabs as a blank, so that the caret stands below, and what would move a terminal's cursor as a mark. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u00B7')
}

function cut(characters: readonly string[], at: number, room: number): { readonly shown: string; readonly caret: number } {
  const indent = Math.min(
    characters.findIndex((character) => character !== ' '),
    at,
  )
  // Deep indentation says nothing: two columns of it are enough.
  const from = indent > 2 ? indent - 2 : 0
  if (characters.length - from <= room) return { shown: characters.slice(from).join(''), caret: at - from }
  const start = Math.max(from, Math.min(at - Math.floor(room / 3), characters.length - room))
  const before = start > from ? '…' : ''
  const after = start + room < characters.length ? '…' : ''
  const inner = characters.slice(start + before.length, start + room - after.length).join('')
  return { shown: `${before}${inner}${after}`, caret: at - start }
}
