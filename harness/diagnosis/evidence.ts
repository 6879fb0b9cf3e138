import type { Evidence } from '../findings/finding.ts'
import { logsOf } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import { type MissingRead, missingReads } from '../image/missing-reads.ts'
import type { DiagnosisContext } from './cause.ts'

/** The last lines a container printed, as evidence. */
export function lastLines(timeline: Timeline, container: string, count = 5): Evidence[] {
  return logsOf(timeline, container)
    .filter(({ text }) => text.trim() !== '')
    .slice(-count)
    .map(({ text, atMs }) => ({ kind: 'log', text, atMs }))
}

/** What the container's code reads without a default and nobody sets, each once. */
export function unsetReads({ plan, reads }: DiagnosisContext, container: string): readonly MissingRead[] {
  const environment = new Set(plan.containers.find(({ name }) => name === container)?.environment.map(({ name }) => name))
  return missingReads(reads.get(container) ?? [], (name) => environment.has(name))
}

export function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`
}
