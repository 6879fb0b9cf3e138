import type { Finding } from '../../findings/finding.ts'
import { codeFrame } from '../code-frame.ts'
import type { Paint } from './paint.ts'
import { row } from './layout.ts'

/** The texts of the files that findings point into, by file. */
export type Sources = ReadonlyMap<string, string>

/** One finding: where it stands, what it is, ECS's words, what to do, and the evidence. */
export function findingLines(finding: Finding, width: number, paint: Paint, sources: Sources = new Map()): string[] {
  const { id, severity, message, remedy, ecs, ecsSource, container, evidence = [], file, line, column } = finding
  const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `
  const head = `${place}${paint(severity, severity)} ${id}${container === undefined ? '' : ` (${container})`}`
  return [
    head,
    ...frame(finding, width, sources),
    ...row('  what', message, width),
    ...(ecs === undefined ? [] : row('  ECS', `${ecs}${ecsSource === undefined ? '' : ` (${ecsSource})`}`, width)),
    ...(remedy === undefined ? [] : row('  fix', remedy, width)),
    ...evidence.flatMap(({ kind, text, atMs }, index) =>
      row(index === 0 ? '  seen' : '', `${kind}${atMs === undefined ? '' : ` at ${(atMs / 1000).toFixed(2)} s`}: ${text}`, width),
    ),
  ]
}

function frame({ file, line, column }: Finding, width: number, sources: Sources): string[] {
  const text = file === undefined ? undefined : sources.get(file)
  if (text === undefined || line === undefined) return []
  return codeFrame(text, line, column ?? 1, width)
    .split('\n')
    .filter((each) => each !== '')
}
