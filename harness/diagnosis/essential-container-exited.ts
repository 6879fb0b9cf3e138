import type { Finding } from '../findings/finding.ts'
import { exitOf, logsOf, startedAt } from '../timeline/questions.ts'
import type { Cause, DiagnosisContext } from './cause.ts'
import { lastLines, seconds, unsetReads } from './evidence.ts'

export const essentialContainerExited: Cause = {
  id: 'essential-container-exited',
  about:
    'An essential container ended by itself. What it printed last, its exit code, and the variables its code reads but nobody sets say why.',
  recognise(context) {
    const { plan, timeline } = context
    const expected = plan.expect.exit ?? undefined
    return plan.containers.flatMap((container): Finding[] => {
      const exit = container.essential ? exitOf(timeline, container.name) : undefined
      if (exit === undefined || exit.oomKilled || exit.exitCode === expected) return []
      const { name } = container
      const upMs = exit.atMs - (startedAt(timeline, name) ?? exit.atMs)
      const printed = logsOf(timeline, name).filter(({ text }) => text.trim() !== '')
      const missing = unsetReads(context, name)
      const how = printed.length === 0 ? 'without a word' : `after ${printed.length} line${printed.length === 1 ? '' : 's'} of output`
      return [
        {
          id: this.id,
          severity: 'error',
          confidence: 'certain',
          message: `"${name}" ended by itself ${how}, ${seconds(upMs)} after its start, with exit code ${exit.exitCode}${meaning(exit.exitCode)}${tellMissing(missing)}`,
          remedy: remedyFor(context, name, exit.exitCode),
          ecs: 'EssentialContainerExited: Essential container in task exited',
          ecsSource: 'recorded',
          container: name,
          path: ['containerDefinitions', container.index, ...(missing.length > 0 ? ['secrets'] : [])],
          evidence: [
            { kind: 'exit', text: `exit code ${exit.exitCode}${exit.reason === undefined ? '' : `: ${exit.reason}`}`, atMs: exit.atMs },
            ...missing.map(({ name: variable, place }) => ({
              kind: 'image' as const,
              text: `${place} reads ${variable}, which nobody sets`,
            })),
            ...lastLines(timeline, name),
          ],
        },
      ]
    })
  },
}

function tellMissing(missing: readonly { readonly name: string; readonly place: string }[]): string {
  if (missing.length === 0) return ''
  return `. Its code reads variables that nobody sets: ${missing.map(({ name, place }) => `${name} (${place})`).join(', ')}`
}

function remedyFor(context: DiagnosisContext, container: string, exitCode: number): string {
  const missing = unsetReads(context, container).map(({ name }) => name)
  if (missing.length > 0) {
    const names = missing.join(' and ')
    return `Add ${names} to "secrets" or "environment" of "${container}", and let the application say which variable it misses before it ends.`
  }
  if (exitCode === 0)
    return `ECS takes any end of an essential container for the end of the task, exit code 0 too. Keep the process in the foreground, or set expect.exit: 0 for a one-shot task.`
  if (exitCode === 127 || exitCode === 126)
    return `The command of "${container}" was not found or is not executable in the image: compare "command" and "entryPoint" with what the image holds.`
  return `The last lines of its output are below. If there are none, let the application log every error before it ends.`
}

function meaning(exitCode: number): string {
  const signals: Readonly<Record<number, string>> = { 134: 'SIGABRT', 137: 'SIGKILL', 139: 'SIGSEGV', 143: 'SIGTERM' }
  const signal = signals[exitCode]
  return signal === undefined ? '' : ` (${signal})`
}
