import { writeFile } from 'node:fs/promises'
import { Trouble } from '../findings/trouble.ts'
import type { TerminalOptions } from '../reports/terminal.ts'
import type { Report } from '../verdict/report.ts'

export const formats = ['terminal', 'json', 'sarif', 'github'] as const
type Format = (typeof formats)[number]

/** One `--report FORMAT[=FILE]`. */
export interface ReportOrder {
  readonly format: Format
  readonly file?: string
}

/** Understands `--report`. Throws Trouble for a format there is none of, and for two reports to one place. */
export function reportOrders(texts: readonly string[]): readonly ReportOrder[] {
  const orders = texts.map((text) => {
    const [name = '', ...file] = text.split('=')
    const format = formats.find((candidate) => candidate === name)
    if (format === undefined) throw new Trouble('words', `there is no report "${name}": use ${formats.join(' or ')}`)
    return file.length === 0 ? { format } : { format, file: file.join('=') }
  })
  const places = orders.map(({ file = 'standard output' }) => file)
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (twice !== undefined) throw new Trouble('words', `two reports would go to ${twice}: give one of them a file of its own`)
  return orders.length === 0 ? [{ format: 'terminal' }] : orders
}

/** Renders the report as asked: to files, and what belongs on standard output is returned. */
export async function giveReports(report: Report, orders: readonly ReportOrder[], terminal: TerminalOptions): Promise<string> {
  let output = ''
  for (const { format, file } of orders) {
    const text = await render(report, format, file === undefined ? terminal : { ...terminal, width: 80, colour: false })
    if (file === undefined) output += text
    else
      await writeFile(file, text).catch((cause: unknown) => {
        throw new Trouble(
          'file',
          `the report "${file}" cannot be written (${(cause as NodeJS.ErrnoException).code}): look at the path and its permissions`,
          { cause },
        )
      })
  }
  return output
}

async function render(report: Report, format: Format, terminal: TerminalOptions): Promise<string> {
  switch (format) {
    case 'terminal':
      return (await import('../reports/terminal.ts')).terminalReport(report, terminal)
    case 'json':
      return (await import('../reports/json.ts')).jsonReport(report)
    case 'sarif': {
      const [{ printSarif }, { documented }] = await Promise.all([import('../reports/sarif.ts'), import('../rules/index.ts')])
      return printSarif({ tool: report.tool, findings: report.findings, documented })
    }
    case 'github':
      return (await import('../reports/github.ts')).printGithub(report)
  }
}
