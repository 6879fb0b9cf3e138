import type { Evidence, Finding } from '../../findings/finding.ts'
import { codeFrame } from '../code-frame.ts'
import type { Paint } from './paint.ts'
import { row } from './layout.ts'

/** The texts of the files that findings point into, by file. */
export type Sources = ReadonlyMap<string, string>

/** One finding: where it stands, why it matters, ECS's words, what to do, and the evidence. */
export function findingLines(finding: Finding, width: number, paint: Paint, sources: Sources = new Map()): string[] {
  const { message, remedy, ecs, ecsSource, evidence = [] } = finding
  return [
    ...head(finding, width, paint),
    ...frame(finding, width, sources),
    ...row('why', message, width),
    ...(ecs === undefined ? [] : row('ECS', `${ecs}${ecsSource === undefined ? '' : ` (${ecsSource})`}`, width)),
    ...(remedy === undefined ? [] : row('fix', remedy, width)),
    ...evidence.flatMap((one, index) => row(index === 0 ? 'seen' : '', seen(one), width)),
  ]
}

/** `file:line:column severity id (container)`, for a person to read and an editor to follow. */
function head({ id, severity, container, file, line, column }: Finding, width: number, paint: Paint): string[] {
  const place = file === undefined ? '' : [file, line, column].filter((part) => part !== undefined).join(':')
  const what = `${id}${container === undefined ? '' : ` (${container})`}`
  const oneLine = place === '' || `${place} ${severity} ${what}`.length <= width
  return oneLine
    ? [`${place}${place === '' ? '' : ' '}${paint(severity, severity)} ${what}`]
    : [place, `${paint(severity, severity)} ${what}`]
}

/** What an end or a line in the output is, one sees; anything else is named. */
function seen({ kind, text, atMs }: Evidence): string {
  const when = atMs === undefined ? '' : `at ${(atMs / 1000).toFixed(2)} s `
  return `${when}${kind === 'exit' ? text : `${kind}: ${text}`}`
}

/** The line of a value that looks like a secret is not printed: it holds the value. */
const unshown = /^environment-holds-/

function frame({ id, file, line, column }: Finding, width: number, sources: Sources): string[] {
  const text = file === undefined ? undefined : sources.get(file)
  if (text === undefined || line === undefined || unshown.test(id)) return []
  // The brace that opens a container shows nothing that its line number does not.
  if (/^\s*[[{]?\s*$/.test(text.split(/\r\n|\n|\r/)[line - 1] ?? '')) return []
  return codeFrame(text, line, column ?? 1, width)
    .split('\n')
    .filter((each) => each !== '')
}
