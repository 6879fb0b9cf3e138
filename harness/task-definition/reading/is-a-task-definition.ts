import type { Finding } from '../../findings/finding.ts'
import type { Source } from '../../source/source.ts'

/** The file can be read, but it is something else than a task definition. */
export const isATaskDefinition = {
  id: 'is-a-task-definition',
  severity: 'error',
  about:
    'A task definition is a JSON object as register-task-definition takes it, what describe-task-definition gives, or a list of container definitions. CloudFormation and Terraform files have to be rendered first; run-task overrides are another thing.',
  find(source: Source, what: string, remedy: string): Finding {
    const { id, severity } = isATaskDefinition
    const { line, column } = source.place([]) ?? { line: 1, column: 1 }
    return {
      id,
      severity,
      confidence: 'certain',
      message: `${source.file} is ${what}, not a task definition`,
      remedy,
      file: source.file,
      line,
      column,
    }
  },
} as const
