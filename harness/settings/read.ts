import type { Finding } from '../findings/finding.ts'
import type { Path, Source } from '../source/source.ts'
import { settingsSchema } from './schema.ts'
import type { Settings } from './schema.ts'

/** The settings, and every mistake in them at its line. With a mistake, `settings` is undefined. */
export interface SettingsReading {
  readonly settings: Settings | undefined
  readonly findings: readonly Finding[]
}

/** Settings are read once: compiling a parser of its own for them takes longer than reading them. */
const once = { jitless: true }

/** What holds where there is no preflight.yaml. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({}, once)
}

/**
 * Reads preflight.yaml and, over it, preflight.local.yaml. Objects are merged key by key; lists and plain values of the
 * later file replace those of the earlier one.
 */
export function readSettings(sources: readonly Source[]): SettingsReading {
  const syntax = sources.flatMap((source) =>
    source.problems.filter(({ kind }) => kind === 'syntax').map((problem) => brokenFile(source, problem)),
  )
  if (syntax.length > 0) return { settings: undefined, findings: syntax }
  const merged = sources.map(({ value }) => value ?? {}).reduce<unknown>(merge, {})
  const parsed = settingsSchema.safeParse(merged, once)
  if (parsed.success) return { settings: parsed.data, findings: [] }
  return { settings: undefined, findings: parsed.error.issues.flatMap((issue) => mistakes(issue, sources)) }
}

type Issue = NonNullable<ReturnType<typeof settingsSchema.safeParse>['error']>['issues'][number]

function mistakes(issue: Issue, sources: readonly Source[]): Finding[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      mistake([...path, key], `"${key}" is no setting${path.length > 0 ? ` of "${path.join('.')}"` : ''}`, sources, 'key'),
    )
  }
  return [mistake(path, `"${path.join('.')}": ${issue.message}`, sources, 'value')]
}

function mistake(path: Path, message: string, sources: readonly Source[], part: 'key' | 'value'): Finding {
  // The last file that has the path is the one whose word counts.
  const source = sources.findLast(({ value }) => has(value, path)) ?? sources.at(-1)
  const place = source?.place(path, part)
  return {
    id: 'settings-are-understood',
    severity: 'error',
    confidence: 'certain',
    message,
    remedy: 'Correct the key or its value, or remove it. The README lists every setting.',
    path,
    ...(source === undefined ? {} : { file: source.file }),
    ...place,
  }
}

function brokenFile(source: Source, problem: Source['problems'][number]): Finding {
  return {
    id: 'settings-are-understood',
    severity: 'error',
    confidence: 'certain',
    message: problem.message,
    remedy: 'Correct the YAML at this place.',
    file: source.file,
    ...problem.place,
  }
}

function merge(under: unknown, over: unknown): unknown {
  if (!isObject(under) || !isObject(over)) return over
  const keys = new Set([...Object.keys(under), ...Object.keys(over)])
  return Object.fromEntries([...keys].map((key) => [key, key in over ? merge(under[key], over[key]) : under[key]]))
}

function has(value: unknown, path: Path): boolean {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !(part in current)) return false
    current = (current as Record<string | number, unknown>)[part]
  }
  return true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
