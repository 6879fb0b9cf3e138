import { parse, type ValueNode } from '@humanwhocodes/momoa'
import { type Edit, necessary } from './edit.ts'
import type { Path } from './source.ts'

/** Changes some values of a JSON text and leaves every other character as it is. A path that the text does not have is passed over. */
export function editJson(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const bare = text.slice(mark.length)
  const { body } = parse(bare, { mode: 'jsonc', ranges: true, allowTrailingCommas: true })
  const wanted = necessary(edits)
  const changes = [...replacements(body, bare, wanted), ...removals(body, wanted)]
  // From the end to the beginning, so that the offsets before stay true.
  const changed = changes
    .toSorted((one, other) => other.from - one.from)
    .reduce((all, { from, to, by }) => all.slice(0, from) + by + all.slice(to), bare)
  return mark + changed
}

/**
 * The text of an inner object as a document of its own, one level of indentation less; members of the outer object that are to stay are
 * added to it.
 */
export function unwrapJson(text: string, key: string, alongside: readonly string[]): string {
  const bare = text.replace(/^\uFEFF/, '')
  const { body } = parse(bare, { mode: 'jsonc', ranges: true, allowTrailingCommas: true })
  const inner = valueAt(body, [key])
  if (inner?.type !== 'Object') return text
  const object = bare.slice(...rangeOf(inner))
  const members = object.slice(0, -1).trimEnd()
  const beforeFirst = /^\{(\s*)/.exec(object)?.[1] ?? ''
  const afterLast = object.slice(members.length, -1)
  const kept = alongside.flatMap((name) => {
    const node = valueAt(body, [name])
    return node === undefined ? [] : [`${JSON.stringify(name)}: ${bare.slice(...rangeOf(node))}`]
  })
  const whole = [members, ...kept].join(`,${beforeFirst === '' ? ' ' : beforeFirst}`) + afterLast + '}'
  const indent = /\n([ \t]*)$/.exec(afterLast)?.[1] ?? ''
  return (indent === '' ? whole : whole.replaceAll(`\n${indent}`, '\n')) + bare.slice(bare.trimEnd().length)
}

interface Change {
  readonly from: number
  readonly to: number
  readonly by: string
}

function* replacements(root: ValueNode, text: string, edits: readonly Edit[]): Iterable<Change> {
  for (const edit of edits) {
    const node = edit.kind === 'replace' ? valueAt(root, edit.path) : undefined
    if (edit.kind !== 'replace' || node === undefined) continue
    const [from, to] = rangeOf(node)
    yield { from, to, by: Array.isArray(edit.value) ? asList(edit.value, text.slice(from, to)) : JSON.stringify(edit.value) }
  }
}

/** A list in the manner of the one that stood there: on one line, or an item a line. */
function asList(items: readonly string[], before: string): string {
  const separator = /^\[(\r?\n[ \t]*)/.exec(before)?.[1]
  const texts = items.map((item) => JSON.stringify(item))
  if (separator === undefined) return `[${before.startsWith('[ ') ? ' ' : ''}${texts.join(', ')}${before.endsWith(' ]') ? ' ' : ''}]`
  const end = /(\r?\n[ \t]*)\]$/.exec(before)?.[1] ?? ''
  return `[${separator}${texts.join(`,${separator}`)}${end}]`
}

function* removals(root: ValueNode, edits: readonly Edit[]): Iterable<Change> {
  const byParent = new Map<string, { readonly parent: Path; readonly steps: Set<string> }>()
  for (const { kind, path } of edits) {
    if (kind !== 'remove' || path.length === 0) continue
    const parent = path.slice(0, -1)
    const key = JSON.stringify(parent)
    const entry = byParent.get(key) ?? { parent, steps: new Set<string>() }
    entry.steps.add(String(path.at(-1)))
    byParent.set(key, entry)
  }
  for (const { parent, steps } of byParent.values()) {
    const node = valueAt(root, parent)
    if (node !== undefined) yield* removeFrom(node, steps)
  }
}

function* removeFrom(node: ValueNode, steps: ReadonlySet<string>): Iterable<Change> {
  const parts =
    node.type === 'Object'
      ? node.members.map((member) => ({
          range: rangeOf(member),
          gone: steps.has(member.name.type === 'String' ? member.name.value : member.name.name),
        }))
      : node.type === 'Array'
        ? node.elements.map((element, index) => ({ range: rangeOf(element.value), gone: steps.has(String(index)) }))
        : []
  if (parts.length > 0 && parts.every((part) => part.gone)) {
    const [from, to] = rangeOf(node)
    yield { from: from + 1, to: to - 1, by: '' }
    return
  }
  for (let first = 0; first < parts.length; first++) {
    if (parts[first]?.gone !== true) continue
    let last = first
    while (parts[last + 1]?.gone === true) last++
    const after = parts[last + 1]
    const before = parts[first - 1]
    // What is followed by something goes with the comma behind it, the last one with the comma before it.
    const from = after === undefined ? (before?.range[1] ?? 0) : (parts[first]?.range[0] ?? 0)
    const to = after === undefined ? (parts[last]?.range[1] ?? 0) : after.range[0]
    yield { from, to, by: '' }
    first = last
  }
}

function valueAt(root: ValueNode, path: Path): ValueNode | undefined {
  let node: ValueNode | undefined = root
  for (const step of path) {
    if (node?.type === 'Object')
      node = node.members.findLast(
        (member) => (member.name.type === 'String' ? member.name.value : member.name.name) === String(step),
      )?.value
    else node = node?.type === 'Array' && typeof step === 'number' ? node.elements[step]?.value : undefined
  }
  return node
}

function rangeOf(node: { readonly range?: readonly number[] | undefined }): [number, number] {
  return [node.range?.[0] ?? 0, node.range?.[1] ?? 0]
}
