import type { Report } from '../verdict/report.ts'

/** The report as JSON. A key is never missing: what is not known is null. */
export function jsonReport(report: Report): string {
  const findings = report.findings.map(whole)
  const runs = report.runs.map((run) => ({
    ...run,
    findings: run.findings.map(whole),
    checks: run.checks.map(({ id, outcome, message, container, measured, limit }) => ({
      id,
      outcome,
      message,
      container,
      measured,
      limit,
    })),
  }))
  return `${JSON.stringify({ ...report, trouble: report.trouble, findings, runs }, (_, value: unknown) => (value === undefined ? null : value), 2)}\n`
}

/** A finding with every key of the contract. */
function whole(finding: Report['findings'][number]) {
  const { id, severity, confidence, message, remedy, ecs, ecsSource, container, evidence = [], path, file, line, column, ignored } = finding
  return { id, severity, confidence, message, remedy, ecs, ecsSource, container, evidence, path, file, line, column, ignored }
}
