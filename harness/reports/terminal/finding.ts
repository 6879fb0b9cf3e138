import type { Finding } from '../../findings/finding.ts'
import type { Paint } from './paint.ts'
import { row } from './layout.ts'

/** One finding: where it stands, what it is, ECS's words, what to do, and the evidence. */
export function findingLines(finding: Finding, width: number, paint: Paint): string[] {
  const { id, severity, message, remedy, ecs, ecsSource, container, evidence = [], file, line, column } = finding
  const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `
  const head = `${place}${paint(severity, severity)} ${id}${container === undefined ? '' : ` (${container})`}`
  return [
    head,
    ...row('  what', message, width),
    ...(ecs === undefined ? [] : row('  ECS', `${ecs}${ecsSource === undefined ? '' : ` (${ecsSource})`}`, width)),
    ...(remedy === undefined ? [] : row('  fix', remedy, width)),
    ...evidence.flatMap(({ kind, text, atMs }, index) =>
      row(index === 0 ? '  seen' : '', `${kind}${atMs === undefined ? '' : ` at ${(atMs / 1000).toFixed(2)} s`}: ${text}`, width),
    ),
  ]
}
