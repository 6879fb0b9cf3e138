/** A unified diff of two texts of one file, three lines of context; empty when they are the same. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return ''
  const steps = compare(before.split('\n'), after.split('\n'))
  const hunks = hunksOf(steps, 3)
  return [`--- ${file}`, `+++ ${file}`, ...hunks.flatMap((hunk) => print(hunk))].map((line) => `${line}\n`).join('')
}

interface Step {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
  /** Lines of the old and of the new text that came before. */
  readonly old: number
  readonly new: number
}

/** The longest common subsequence, between what the two have in common at their beginning and end. */
function compare(before: readonly string[], after: readonly string[]): readonly Step[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const middle = changes(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
  const signed = [
    ...before.slice(0, head).map((text) => ({ sign: ' ' as const, text })),
    ...middle,
    ...before.slice(before.length - tail).map((text) => ({ sign: ' ' as const, text })),
  ]
  let old = 0
  let fresh = 0
  return signed.map(({ sign, text }) => {
    const step = { sign, text, old, new: fresh }
    if (sign !== '+') old++
    if (sign !== '-') fresh++
    return step
  })
}

function changes(before: readonly string[], after: readonly string[]): readonly Pick<Step, 'sign' | 'text'>[] {
  const removed = (lines: readonly string[]) => lines.map((text) => ({ sign: '-' as const, text }))
  const added = (lines: readonly string[]) => lines.map((text) => ({ sign: '+' as const, text }))
  // A table of millions of cells would serve nobody: such files are shown as replaced.
  if (before.length * after.length > 4_000_000) return [...removed(before), ...added(after)]
  const width = after.length + 1
  const common = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const below = common[(i + 1) * width + j] ?? 0
      const right = common[i * width + j + 1] ?? 0
      common[i * width + j] = before[i] === after[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, right)
    }
  }
  const steps: Pick<Step, 'sign' | 'text'>[] = []
  let i = 0
  let j = 0
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      steps.push({ sign: ' ', text: before[i] ?? '' })
      i++
      j++
    } else if ((common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)) steps.push(...removed(before.slice(i, ++i)))
    else steps.push(...added(after.slice(j, ++j)))
  }
  return [...steps, ...removed(before.slice(i)), ...added(after.slice(j))]
}

function hunksOf(steps: readonly Step[], context: number): readonly (readonly Step[])[] {
  const near = new Set<number>()
  for (const [index, { sign }] of steps.entries()) {
    if (sign === ' ') continue
    for (let at = index - context; at <= index + context; at++) near.add(at)
  }
  const hunks: Step[][] = []
  for (const [index, step] of steps.entries()) {
    if (!near.has(index)) continue
    if (!near.has(index - 1) || hunks.length === 0) hunks.push([])
    hunks.at(-1)?.push(step)
  }
  return hunks
}

function print(hunk: readonly Step[]): readonly string[] {
  const count = (sign: '-' | '+'): number => hunk.filter((step) => step.sign === ' ' || step.sign === sign).length
  const start = (line: number, length: number): number => (length === 0 ? line : line + 1)
  const old = count('-')
  const fresh = count('+')
  const first = hunk[0]
  return [
    `@@ -${start(first?.old ?? 0, old)},${old} +${start(first?.new ?? 0, fresh)},${fresh} @@`,
    ...hunk.map(({ sign, text }) => sign + text),
  ]
}
