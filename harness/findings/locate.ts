import type { Path, Place, Source } from '../source/source.ts'
import type { Finding } from './finding.ts'

/** Anything that knows where a path stands in a file: a task definition, or settings. */
export interface Located {
  readonly source: Source
  place(path: Path, part?: 'key' | 'value'): Place | undefined
}

/** Adds file, line and column to a finding that names a path. One that has a place already, or that has no path, keeps what it has. */
export function locate(finding: Finding, where: Located, part: 'key' | 'value' = 'value'): Finding {
  if (finding.path === undefined || finding.line !== undefined) return finding
  const place = where.place(finding.path, part)
  const file = finding.file ?? where.source.file
  return place === undefined ? { ...finding, file } : { ...finding, file, line: place.line, column: place.column }
}
