import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import type { Path } from '../../source/source.ts'

/** What one reader's complaint says; where it stands is known to the reading. */
export type Complaint = Pick<Finding, 'id' | 'severity' | 'confidence' | 'message'> & Partial<Pick<Finding, 'remedy' | 'ecs' | 'ecsSource'>>

/** Is a complaint about a value, or about the name that it stands under? */
type Part = 'key' | 'value'

/** The notebook of one pass over a definition: what was found, and which paths do not hold what they seem to. */
export interface Reading {
  /** Something is worth telling, and the value counts all the same. */
  tell(path: Path, complaint: Complaint, part?: Part): void
  /** The value cannot be used: it reads as absent, and its path is unknown. */
  reject(path: Path, complaint: Complaint): void
  readonly findings: readonly { readonly finding: Finding; readonly part: Part }[]
  readonly unknown: readonly Path[]
}

export function startReading(): Reading {
  const findings: { readonly finding: Finding; readonly part: Part }[] = []
  const unknown: Path[] = []
  return {
    findings,
    unknown,
    tell(path, complaint, part = 'value') {
      findings.push({ finding: { ...complaint, path }, part })
    },
    reject(path, complaint) {
      findings.push({ finding: { ...complaint, path }, part: 'value' })
      unknown.push(path)
    },
  }
}

/** Begins a complaint of a documented kind. */
export function complaint(
  kind: Documented,
  message: string,
  rest: Partial<Pick<Complaint, 'remedy' | 'ecs' | 'confidence'>> = {},
): Complaint {
  const { ecs, ...others } = rest
  // Client-side texts are known word for word, and filled in with this file's names.
  return {
    id: kind.id,
    severity: kind.severity,
    confidence: 'certain',
    message,
    ...others,
    ...(ecs === undefined ? {} : { ecs, ecsSource: 'composed' as const }),
  }
}

/** The way to a value as people write it: `containerDefinitions[0].image`. */
export function written(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** A value as it can stand in a message: short, and on one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
