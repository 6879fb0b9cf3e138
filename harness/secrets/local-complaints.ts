import type { Documented } from '../findings/documented.ts'
import type { Finding } from '../findings/finding.ts'
import { Sensitive } from '../sensitive/sensitive.ts'
import type { Path, Source, SourceProblem } from '../source/source.ts'
import { liveCredential } from './live-credential.ts'

const wellFormed: Documented = {
  id: 'local-secrets-are-well-formed',
  severity: 'error',
  about:
    'The file of local secrets holds `secretsManager` and `parameterStore`, both keyed by name. A secret has its full ARN, so that the real rules apply, and a value: a text in quotes, or a mapping that is stored as JSON.',
}

const synthetic: Documented = {
  id: 'local-secrets-are-synthetic',
  severity: 'warning',
  about:
    'A value in the file of local secrets has the form of a live credential. In a file that git keeps this is an error: such a value is to be revoked.',
}

/** What can be wrong with the file of local secrets. */
export const localFaults: readonly Documented[] = [wellFormed, synthetic]

/** Reads parts of the file of local secrets, and remembers what is wrong with them. No message ever holds a value. */
export interface Complain {
  readonly findings: readonly Finding[]
  /** The line on which something stands. */
  line(path: Path): { readonly line?: number }
  problem(problem: SourceProblem): void
  wrong(path: Path, message: string, remedy: string): void
  object(value: unknown, path: Path, keys?: readonly string[]): Record<string, unknown> | undefined
  text(value: unknown, path: Path, what: string): string | undefined
  oneOf<Choice extends string>(value: unknown, path: Path, choices: readonly Choice[]): Choice | undefined
  /** A secret's value: a text as it is, an object or list as its JSON. */
  value(value: unknown, path: Path): Sensitive | undefined
}

export function complainer(source: Source, tracked: boolean): Complain {
  const findings: Finding[] = []
  const at = (path: Path) => ({ file: source.file, ...source.place(path) })

  function wrong(path: Path, message: string, remedy: string): void {
    findings.push({
      id: wellFormed.id,
      severity: wellFormed.severity,
      confidence: 'certain',
      message: `local secrets: ${message}`,
      remedy,
      ...at(path),
    })
  }

  return {
    findings,
    wrong,
    line: (path) => {
      const line = source.place(path)?.line
      return line === undefined ? {} : { line }
    },
    problem: (problem) =>
      findings.push({
        id: 'local-secrets-are-well-formed',
        severity:
          problem.kind === 'comment' || problem.kind === 'trailing-comma' || problem.kind === 'byte-order-mark' ? 'warning' : 'error',
        confidence: 'certain',
        message: `local secrets: ${problem.message}`,
        file: source.file,
        ...problem.place,
      }),
    object(value, path, keys) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        if (value !== undefined || path.length > 0)
          wrong(path, `${shown(path)} is ${kindOf(value)}, not a mapping`, 'See README, "Local secrets".')
        return undefined
      }
      for (const key of Object.keys(value)) {
        if (keys !== undefined && !keys.includes(key))
          wrong([...path, key], `${shown(path)} has an unknown key "${key}"`, `Known are: ${keys.join(', ')}.`)
      }
      return value as Record<string, unknown>
    },
    text(value, path, what) {
      if (typeof value === 'string' && value !== '') return value
      wrong(path, `${shown(path)} is ${kindOf(value)}`, `Write ${what}.`)
      return undefined
    },
    oneOf(value, path, choices) {
      if (value === undefined) return undefined
      const choice = choices.find((candidate) => candidate === value)
      if (choice === undefined)
        wrong(path, `${shown(path)} is none of ${choices.join(', ')}`, `Write one of ${choices.join(', ')}, or leave it out.`)
      return choice
    },
    value(value, path) {
      if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
        wrong(
          path,
          `${shown(path)} is ${kindOf(value)}`,
          'A secret is text: put it in quotes, so that nothing of it is read as a number, a date or a truth value.',
        )
        return undefined
      }
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      const what = liveCredential(text)
      if (what !== undefined) findings.push({ ...looksLive(path, what, tracked), ...at(path) })
      return new Sensitive(text)
    },
  }
}

function looksLive(path: Path, what: string, tracked: boolean): Finding {
  return {
    id: synthetic.id,
    severity: tracked ? 'error' : 'warning',
    confidence: 'likely',
    message: `local secrets: ${shown(path)} looks like ${what}${tracked ? ', and git keeps this file' : ''}`,
    remedy: 'Put a made-up value in its place, and revoke the real one if it was ever committed.',
  }
}

function shown(path: Path): string {
  return path.length === 0 ? 'the file' : path.join('.')
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'empty'
  if (value === '') return 'an empty text'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
