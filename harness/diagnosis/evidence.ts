import type { Evidence } from '../findings/finding.ts'
import { logsOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { DiagnosisContext, VariableRead } from './cause.ts'

/** The last lines a container printed, as evidence. */
export function lastLines(timeline: Timeline, container: string, count = 5): Evidence[] {
  return logsOf(timeline, container)
    .filter(({ text }) => text.trim() !== '')
    .slice(-count)
    .map(({ text, atMs }) => ({ kind: 'log', text, atMs }))
}

/** Variables every runtime or platform knows by itself, so that reading one says nothing about the task. */
const commonNames = new Set([
  'NODE_ENV',
  'NODE_OPTIONS',
  'PATH',
  'HOME',
  'PWD',
  'TERM',
  'TZ',
  'LANG',
  'DEBUG',
  'CI',
  'HOSTNAME',
  'NO_COLOR',
  'FORCE_COLOR',
  'USER',
  'SHELL',
  'TMPDIR',
  'NODE_DEBUG',
])

/** What the container's code reads without a default and nobody sets, each once. */
export function unsetReads({ plan, reads }: DiagnosisContext, container: string): VariableRead[] {
  const environment = new Set(plan.containers.find(({ name }) => name === container)?.environment.map(({ name }) => name))
  const missing = (reads.get(container) ?? []).filter(({ name, optional }) => !optional && !environment.has(name) && !commonNames.has(name))
  return [...new Map(missing.map((read) => [read.name, read])).values()]
}

export function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`
}
