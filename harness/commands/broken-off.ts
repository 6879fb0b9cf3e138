import type { Report } from '../verdict/report.ts'

/** The report of a run that trouble or a signal broke off: pipelines read a file, not a sentence on standard error. */
export function brokenOffReport(command: string, files: readonly string[], trouble: string, exitCode: number, tool: string): Report {
  return {
    schemaVersion: 1,
    tool,
    command,
    verdict: 'cannot-tell',
    exitCode,
    startedAt: new Date(performance.timeOrigin).toISOString(),
    durationMs: Math.round(performance.now()),
    files,
    findings: [],
    runs: [],
    trouble,
  }
}
