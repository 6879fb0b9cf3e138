import type { Finding } from '../findings/finding.ts'
import type { Report, RunReport } from '../verdict/report.ts'
import { findingLines, type Sources } from './terminal/finding.ts'
import { count, duration, row, wrap } from './terminal/layout.ts'
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
    ...(wasStarted(run) ? runLines(run, width) : []),
    ...row('NOT', `CHECKED ${run.notChecked.map(({ id }) => id).join(', ')}`, width),
    ...ignoredLines(run.findings, width),
  ]
}

function verdictLines(run: RunReport, report: Report, width: number, paint: Paint): string[] {
  const { family } = run.taskDefinition
  const took = duration(report.durationMs)
  const passed = run.checks.filter(({ outcome }) => outcome === 'pass').length
  const failed = run.checks.filter(({ outcome }) => outcome === 'fail').length
  const word = { pass: 'PASS', fail: 'FAIL', 'cannot-tell': 'UNKNOWN' }[run.verdict]
  const rest = (text: string): string[] => {
    const [first = '', ...others] = row(word, text, width)
    return [paint(run.verdict, first.slice(0, word.length)) + first.slice(word.length), ...others]
  }
  if (run.verdict === 'pass') {
    const did = [
      'starts',
      run.databases.some(({ connected }) => connected) ? 'reaches a stand-in database' : undefined,
      run.task.healthStatus === 'HEALTHY' ? 'is HEALTHY' : 'stays up',
    ].filter((part) => part !== undefined)
    return [
      ...rest(`${family} ${did.join(', ')}`),
      ...row('', `${count(passed, 'check')} passed here; ${count(run.notChecked.length, 'fact')} only AWS knows NOT CHECKED`, width),
      ...row('', `took ${took}`, width),
    ]
  }
  const errors = run.findings.filter(({ severity, ignored }) => severity === 'error' && ignored === undefined).length
  if (run.verdict === 'cannot-tell')
    return [
      ...rest(`${family}: it cannot be told whether ECS would keep this task (${took})`),
      ...(report.trouble === undefined ? [] : row('', report.trouble, width)),
    ]
  const reason = run.task.stoppedReason
  return [
    ...rest(
      `${family}: ${count(errors, 'error')}, ${wasStarted(run) ? `${count(failed, 'check')} failed, ${passed} passed` : 'no container was started'} (${took})`,
    ),
    ...(reason === undefined ? [] : row('ECS', `${run.task.stopCode}: ${reason}`, width)),
  ]
}

function withoutRun(report: Report, width: number, paint: Paint, sources: Sources): string[] {
  const shown = visible(report.findings)
  const errors = shown.filter(({ severity }) => severity === 'error').length
  const warnings = shown.filter(({ severity }) => severity === 'warning').length
  const infos = shown.length - errors - warnings
  const word = { pass: 'PASS', fail: 'FAIL', 'cannot-tell': 'UNKNOWN' }[report.verdict]
  const summary =
    shown.length === 0
      ? 'no findings'
      : [[errors, 'error'] as const, [warnings, 'warning'] as const, [infos, 'note'] as const]
          .filter(([number]) => number > 0)
          .map(([number, noun]) => count(number, noun))
          .join(', ')
  const text = report.trouble ?? `${report.files.join(', ') || 'nothing'}: ${summary} (${duration(report.durationMs)})`
  const [first = '', ...others] = row(word, text, width)
  return [
    paint(report.verdict, first.slice(0, word.length)) + first.slice(word.length),
    ...others,
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
