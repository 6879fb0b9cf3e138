import type { Finding } from '../../findings/finding.ts'
import type { Source, SourceProblem } from '../../source/source.ts'

/** The text itself cannot be read to its end. */
export const fileIsReadable = {
  id: 'file-is-readable',
  severity: 'error',
  about:
    'The file is not JSON (or YAML) that can be read to its end, is larger than 1 MiB, nests too deep, or is not UTF-8. Nothing else can be said about it. Line and column are where reading stopped.',
  find(source: Source, problem: SourceProblem): Finding {
    const { id, severity } = fileIsReadable
    const line = source.text.split(/\r\n|\n|\r/)[problem.place.line - 1] ?? ''
    const template = problem.kind === 'syntax' && /\{\{|\$\{|<%|\{%/.test(line)
    return {
      id,
      severity,
      confidence: 'certain',
      message: `${source.file} cannot be read: ${problem.message}`,
      remedy: source.file.endsWith('.jsonnet')
        ? 'jsonnet is rendered first: name the step in the settings, as taskDefinition: { command: [jsonnet, FILE] }'
        : template
          ? 'the line looks like a template: render the file first, or fill it with --var NAME=VALUE'
          : (remedies[problem.kind] ?? 'correct the line'),
      file: source.file,
      line: problem.place.line,
      column: problem.place.column,
    }
  },
} as const

const remedies: { readonly [kind: string]: string } = {
  'too-large': 'check that this is a task definition: ECS takes at most 64 KiB',
  'too-deep': 'check that this is a task definition: it never nests so deep',
  'invalid-utf-8': 'save the file as UTF-8',
}
