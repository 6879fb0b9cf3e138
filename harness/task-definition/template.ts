import type { Place } from '../source/source.ts'

/** A template with its names filled in. */
export interface FilledTemplate {
  readonly text: string
  /** Names that stand in the template and were not given. They are left as they are. */
  readonly missing: readonly string[]
  /** Names that were given and do not stand in the template. */
  readonly unused: readonly string[]
  /** From a place in the filled text to the place in the template that it comes from. */
  place(filled: Place): Place
}

/** `${NAME}`, and ecspresso's `{{ must_env `NAME` }}` and `{{ env `NAME` `default` }}`. GitHub's `${{ … }}` is another tool's. */
const slot =
  /\$\{([A-Za-z_]\w*)\}|\{\{-?\s*must_env\s+([`"'])([A-Za-z_]\w*)\2\s*-?\}\}|\{\{-?\s*env\s+([`"'])([A-Za-z_]\w*)\4\s+([`"'])([^`"']*)\6\s*-?\}\}/g

/**
 * Fills a template's names with values. A value is escaped as it has to be inside a JSON string, so that a quote or a line break in it
 * cannot end the string.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): FilledTemplate {
  const missing = new Set<string>()
  const used = new Set<string>()
  const slots: Slot[] = []
  let shift = 0
  const text = template.replaceAll(slot, (whole: string, ...groups: readonly unknown[]) => {
    const [shell, , must, , env, , fallback, at] = groups as readonly [
      string?,
      string?,
      string?,
      string?,
      string?,
      string?,
      string?,
      number?,
    ]
    const name = shell ?? must ?? env ?? ''
    const value = Object.hasOwn(values, name) ? values[name] : fallback
    if (Object.hasOwn(values, name)) used.add(name)
    else if (fallback === undefined) missing.add(name)
    if (value === undefined) return whole
    const written = JSON.stringify(value).slice(1, -1)
    slots.push({ from: (at ?? 0) + shift, length: written.length, template: at ?? 0, templateLength: whole.length })
    shift += written.length - whole.length
    return written
  })
  return {
    text,
    missing: [...missing],
    unused: Object.keys(values).filter((name) => !used.has(name)),
    place: (filled) => placeInTemplate(filled, text, template, slots),
  }
}

interface Slot {
  readonly from: number
  readonly length: number
  readonly template: number
  readonly templateLength: number
}

/** Values hold no line breaks once they are escaped, and a slot is on one line, mostly: only columns move. */
function placeInTemplate(filled: Place, text: string, template: string, slots: readonly Slot[]): Place {
  const offset = offsetAt(text, filled)
  let back = 0
  for (const one of slots) {
    if (one.from + one.length <= offset) back = one.template + one.templateLength - (one.from + one.length)
    else if (one.from <= offset) return placeAt(template, one.template)
  }
  return placeAt(template, offset + back)
}

function offsetAt(text: string, { line, column }: Place): number {
  const lines = text.split('\n')
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
