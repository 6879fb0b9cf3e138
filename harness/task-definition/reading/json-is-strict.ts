import type { Finding } from '../../findings/finding.ts'
import type { Source, SourceProblem } from '../../source/source.ts'

/** Comments, trailing commas, line breaks in strings, a byte order mark: editors like them, the AWS CLI does not. */
export const jsonIsStrict = {
  id: 'json-is-strict',
  severity: 'warning',
  about:
    'JSON has no comments, no comma after the last item, no line breaks in strings, and no byte order mark. The AWS CLI refuses a file that has them ("Invalid JSON received"); other tools read it. It is read here.',
  find(source: Source, problem: SourceProblem): Finding {
    const { id, severity } = jsonIsStrict
    return {
      id,
      severity,
      confidence: 'certain',
      message: `${problem.message}; the AWS CLI does not read this file`,
      remedy: problem.kind === 'control-character' ? 'write \\n in place of the line break' : 'take it out',
      file: source.file,
      line: problem.place.line,
      column: problem.place.column,
    }
  },
} as const
