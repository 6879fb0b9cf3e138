import type { Finding } from '../../findings/finding.ts'
import type { Source, SourceProblem } from '../../source/source.ts'

/** A key that stands twice in one object: what the first one says is lost. */
export const noDuplicateKeys = {
  id: 'no-duplicate-keys',
  severity: 'warning',
  about: 'A key stands twice in one object. JSON readers keep the last one without a word, so that what the first one says is lost.',
  find(source: Source, problem: SourceProblem): Finding {
    const { id, severity } = noDuplicateKeys
    const { line, column } = problem.place
    return { id, severity, confidence: 'certain', message: problem.message, remedy: 'keep one of them', file: source.file, line, column }
  },
} as const
