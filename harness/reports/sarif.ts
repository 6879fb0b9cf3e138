import type { Documented } from '../findings/documented.ts'
import type { Finding, Severity } from '../findings/finding.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>

/**
 * Findings as SARIF 2.1.0, which code scanning services read. `documented` adds what can be looked up about each kind of finding.
 * Ignored findings stay in it, as suppressed.
 */
export function printSarif(report: {
  readonly tool: string
  readonly findings: readonly Finding[]
  readonly documented?: readonly Documented[]
}): string {
  const { tool, findings, documented = [] } = report
  const ids = [...new Set(findings.map((finding) => finding.id))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ecs-preflight', version: tool, rules: ids.map((id) => rule(id, documented, findings)) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, ids.indexOf(finding.id))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function rule(id: string, documented: readonly Documented[], findings: readonly Finding[]): object {
  const about = documented.find((one) => one.id === id)
  const severity = about?.severity ?? findings.find((finding) => finding.id === id)?.severity ?? 'warning'
  return {
    id,
    shortDescription: { text: id.replaceAll('-', ' ') },
    ...(about === undefined ? {} : { fullDescription: { text: about.about }, help: { text: about.about } }),
    defaultConfiguration: { level: levels[severity] },
  }
}

function result(finding: Finding, ruleIndex: number): object {
  const { id, severity, message, remedy, ecs, ecsSource, confidence, container, ignored } = finding
  return {
    ruleId: id,
    ruleIndex,
    level: levels[severity],
    message: { text: remedy === undefined ? message : `${message}: ${remedy}` },
    ...locations(finding),
    partialFingerprints: { 'ecsPreflightFinding/v1': `${id} ${container ?? ''} ${dotted(finding)}` },
    ...(ignored === undefined ? {} : { suppressions: [{ kind: 'external', status: 'accepted', justification: ignored.reason }] }),
    properties: { confidence, ...(container === undefined ? {} : { container }), ...(ecs === undefined ? {} : { ecs, ecsSource }) },
  }
}

function locations(finding: Finding): object {
  const { file, line, column, path } = finding
  if (file === undefined) return {}
  const region = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  const logical =
    path === undefined || path.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: dotted(finding), kind: 'member' }] }
  return { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region }, ...logical }] }
}

/** A relative path stays relative to the repository, as services expect it. */
function uriOf(file: string): string {
  const slashed = file.replaceAll('\\', '/').replace(/^\.\//, '')
  const encoded = slashed.split('/').map(encodeURIComponent).join('/')
  return slashed.startsWith('/') ? `file://${encoded}` : encoded
}

function dotted({ path = [] }: Finding): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
