import type { Finding, Severity } from '../findings/finding.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>

/** Findings as workflow commands, which GitHub shows beside the changed lines of a pull request. Ignored ones are left out. */
export function printGithub(report: { readonly tool: string; readonly findings: readonly Finding[] }): string {
  return report.findings
    .filter((finding) => finding.ignored === undefined)
    .map((finding) => `${annotation(finding)}\n`)
    .join('')
}

function annotation(finding: Finding): string {
  const { file, line, column, id, message, remedy, ecs } = finding
  const properties = { file, line, col: column, title: id }
  const written = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(String(value))}`]))
  const text = [message, ...(remedy === undefined ? [] : [`Fix: ${remedy}`]), ...(ecs === undefined ? [] : [`ECS: ${ecs}`])].join('\n')
  return `::${commands[finding.severity]} ${written.join(',')}::${data(text)}`
}

/** What a runner takes for the end of a command, or of one of its properties, is escaped. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
