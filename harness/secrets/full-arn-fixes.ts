import type { Finding } from '../findings/finding.ts'
import type { Path } from '../source/source.ts'
import { secretArnNeedsSuffix } from './answers/secret-arn-needs-suffix.ts'

/** A text to write in the place of another, given by its path in RegisterTaskDefinition's shape. */
export interface ArnFix {
  readonly path: Path
  readonly value: string
}

/** The full ARNs that `secrets --fix` writes: for each partial one of which the store knows exactly one completion. JSON key, stage and version id stay. */
export function fullArnFixes(findings: readonly Finding[]): readonly ArnFix[] {
  return findings.flatMap(({ id, path, evidence }) => {
    const full = evidence?.find(({ kind }) => kind === 'definition')?.text
    return id === secretArnNeedsSuffix.id && path !== undefined && full !== undefined ? [{ path, value: full }] : []
  })
}
