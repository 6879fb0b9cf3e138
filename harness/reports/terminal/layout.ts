/** The names in the first column, and what stands beside them from here on. */
const labelWidth = 9

/** Text broken at spaces so that no line is wider; a word that is too long has a line of its own. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    return [...lines, line]
  })
}

/** `label    text`, the text wrapped beside its label. A label that does not fit into its column makes it wider. */
export function row(label: string, text: string, width: number): string[] {
  const indent = Math.max(labelWidth, label.length + 1)
  return wrap(printable(text), Math.max(width - indent, 20)).map((line, index) =>
    `${(index === 0 ? label : '').padEnd(indent)}${line}`.trimEnd(),
  )
}

/** Puts a short text at the right edge of the last line, or on a line of its own where there is no room. */
export function atRight(lines: readonly string[], text: string, width: number): string[] {
  const last = lines.at(-1) ?? ''
  return last.length + 2 + text.length <= width
    ? [...lines.slice(0, -1), `${last}${text.padStart(width - last.length)}`]
    : [...lines, text.padStart(width)]
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** What a file holds must not move the terminal's cursor, colour it or turn its text around. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) => (character === '\n' ? character : '\u00B7'))
}
