import type { Finding } from '../findings/finding.ts'
import type { Report, RunReport, Verdict } from '../verdict/report.ts'
import { findingLines, type Sources } from './terminal/finding.ts'
import { duration } from '../findings/duration.ts'
import { atRight, count, row, wrap } from './terminal/layout.ts'
import { type Paint, painter } from './terminal/paint.ts'
import { runLines } from './terminal/run.ts'

export interface TerminalOptions {
  /** Columns. */
  readonly width: number
  readonly colour: boolean
  /** For code frames; without, places are named and not shown. */
  readonly sources?: Sources
}

/** The report for a person: the verdict first, then what to do, then what was seen, then what nobody looked at. */
export function terminalReport(report: Report, { width, colour, sources = new Map() }: TerminalOptions): string {
  const paint = painter(colour)
  const lines =
    report.runs.length === 0
      ? withoutRun(report, width, paint, sources)
      : report.runs.flatMap((run) => oneRun(run, report, width, paint, sources))
  return `${lines.join('\n')}\n`
}

function oneRun(run: RunReport, report: Report, width: number, paint: Paint, sources: Sources): string[] {
  const shown = visible(run.findings).filter(({ severity }) => severity !== 'info')
  return [
    ...verdictLines(run, report, width, paint),
    ...shown.flatMap((finding) => ['', ...findingLines(finding, width, paint, sources)]),
    ...(shown.length > 0 ? [''] : []),
    ...unexplained(run).flatMap((message) => row('check', message, width)),
    ...(wasStarted(run) ? runLines(run, width) : []),
    ...row('NOT CHECKED ', run.notChecked.map(({ what }) => what).join(', '), width),
    ...ignoredLines(run.findings, width),
  ]
}

const words = { pass: 'PASS', fail: 'FAIL', 'cannot-tell': 'UNKNOWN' } as const

function verdictLines(run: RunReport, report: Report, width: number, paint: Paint): string[] {
  const { family } = run.taskDefinition
  const took = duration(report.durationMs)
  const passed = run.checks.filter(({ outcome }) => outcome === 'pass').length
  const failed = run.checks.filter(({ outcome }) => outcome === 'fail').length
  const first = (text: string): string[] => verdictRow(run.verdict, text, width, paint)
  const end = (lines: readonly string[]): string[] => atRight(lines, took, width)
  switch (run.verdict) {
    case 'pass':
      return [
        ...first(`${family} ${whatItDid(run)}`),
        ...end(row('', `${count(passed, 'check')} passed here; ${count(run.notChecked.length, 'fact')} only AWS knows NOT CHECKED`, width)),
      ]
    case 'cannot-tell':
      return [
        ...first(`${family}: cannot tell whether ECS would keep this task`),
        ...end(row('', report.trouble ?? 'nothing more is known', width)),
      ]
    case 'fail': {
      const errors = run.findings.filter(({ severity, ignored }) => severity === 'error' && ignored === undefined).length
      const so = wasStarted(run) ? `${count(failed, 'check')} failed, ${passed} passed` : 'no container was started'
      return [
        // Painted last, so that colour does not count as width.
        ...painted(run.verdict, end(row(words.fail, `${family}: ${count(errors, 'error')}, ${so}`, width)), paint),
        ...ecsLine(run, width),
      ]
    }
  }
}

/** What ECS would show of the task, unless a finding says it already. */
function ecsLine({ task: { stopCode, stoppedReason }, findings }: RunReport, width: number): string[] {
  if (stoppedReason === undefined || findings.some(({ ecs }) => ecs?.includes(stoppedReason))) return []
  return row('ECS', `${stopCode}: ${stoppedReason}`, width)
}

function whatItDid({ task, databases }: RunReport): string {
  const exit = task.containers.find(({ essential, exitCode }) => essential && exitCode !== undefined)?.exitCode
  const connected = databases.some((database) => database.connected) ? ['reaches a stand-in database'] : []
  const atLast = exit === undefined ? (task.healthStatus === 'HEALTHY' ? 'is HEALTHY' : 'stays up') : `ends with exit code ${exit}`
  return ['starts', ...connected, atLast].join(', ')
}

/** Checks that failed, and of which no finding tells. */
function unexplained({ checks, findings }: RunReport): string[] {
  if (findings.some(({ severity }) => severity === 'error')) return []
  return checks.filter((check) => check.outcome === 'fail' && check.findings.length === 0).map(({ message }) => message)
}

function verdictRow(verdict: Verdict, text: string, width: number, paint: Paint): string[] {
  return painted(verdict, row(words[verdict], text, width), paint)
}

function painted(verdict: Verdict, [first = '', ...others]: readonly string[], paint: Paint): string[] {
  const { length } = words[verdict]
  return [paint(verdict, first.slice(0, length)) + first.slice(length), ...others]
}

function withoutRun(report: Report, width: number, paint: Paint, sources: Sources): string[] {
  const shown = visible(report.findings)
  const errors = shown.filter(({ severity }) => severity === 'error').length
  const warnings = shown.filter(({ severity }) => severity === 'warning').length
  const infos = shown.length - errors - warnings
  const summary =
    shown.length === 0
      ? 'no findings'
      : [[errors, 'error'] as const, [warnings, 'warning'] as const, [infos, 'note'] as const]
          .filter(([number]) => number > 0)
          .map(([number, noun]) => count(number, noun))
          .join(', ')
  const text = report.trouble ?? `${report.files.join(', ') || 'nothing'}: ${summary}`
  return [
    ...painted(report.verdict, atRight(row(words[report.verdict], text, width), duration(report.durationMs), width), paint),
    ...shown.flatMap((finding) => ['', ...findingLines(finding, width, paint, sources)]),
    ...ignoredLines(report.findings, width),
  ]
}

const order = { error: 0, warning: 1, info: 2 } as const

/** What stands, the gravest first. */
function visible(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ ignored }) => ignored === undefined).toSorted((a, b) => order[a.severity] - order[b.severity])
}

function ignoredLines(findings: readonly Finding[], width: number): string[] {
  const ignored = findings.filter((finding) => finding.ignored !== undefined)
  return ignored.length === 0
    ? []
    : wrap(`${count(ignored.length, 'finding')} ignored by the settings: ${ignored.map(({ id }) => id).join(', ')}`, width)
}

function wasStarted(run: RunReport): boolean {
  return run.task.containers.some(({ startedAtMs, exitCode }) => startedAtMs !== undefined || exitCode !== undefined)
}
