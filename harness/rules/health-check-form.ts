import type { Path } from '../source/source.ts'
import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import type { Draft, Rule } from './rule.ts'

/** `["CMD", program, argument, …]`, or `["CMD-SHELL", one line for the shell]`: anything in between does something else than it looks like. */
export const healthCheckForm: Rule = {
  id: 'health-check-form',
  severity: 'error',
  about:
    "A health check's command begins with CMD (a program and its arguments, one item each, no shell) or with CMD-SHELL (one string for the container's shell). One string of several words after CMD is the name of a program that does not exist; shell syntax under CMD is passed on as arguments; of several strings after CMD-SHELL only the first is the script.",
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const draft = judge(container)
      if (draft !== undefined) yield { ...draft, container: container.name }
    }
  },
  fix(finding, definition) {
    const path = finding.path ?? []
    const command = definition.written(path)
    const value = Array.isArray(command) && command.every((word) => typeof word === 'string') ? repaired(command) : undefined
    return value === undefined ? [] : [{ kind: 'replace', path, value }]
  },
}

function judge(container: ContainerDefinition): Draft | undefined {
  const command = container.healthCheck?.command
  if (command === undefined || (command.length === 0 && container.healthCheck === undefined)) return undefined
  const [form, ...rest] = command
  const path = commandPath(container)
  if (form === undefined)
    return { message: 'the health check has no command', remedy: 'write ["CMD-SHELL", "…"] or ["CMD", "program", "argument"]', path }
  if (form === 'NONE')
    return {
      severity: 'warning',
      message: 'NONE switches health checks off in Docker; ECS knows CMD and CMD-SHELL only',
      remedy: 'take healthCheck out',
      path,
    }
  if (form !== 'CMD' && form !== 'CMD-SHELL') return withoutForm(command, path)
  if (rest.length === 0) return { message: `nothing follows ${form}`, remedy: `say what to run after "${form}"`, path }
  return form === 'CMD' ? underCmd(rest, path) : underShell(rest, path)
}

/** AWS's own collector example is written so, and nobody has recorded what the API says to it. */
function withoutForm(command: readonly string[], path: Path): Draft {
  const fixed = repaired(command) ?? ['CMD', ...command]
  return {
    severity: 'warning',
    confidence: 'likely',
    message: `the command begins with ${JSON.stringify(command[0])}, not with CMD or CMD-SHELL; Docker runs no check at all then`,
    remedy: `write ${JSON.stringify(fixed)}`,
    path,
  }
}

function underCmd(rest: readonly string[], path: Path): Draft | undefined {
  const [program = ''] = rest
  const operator = rest.find((word) => /^(?:\|\|?|&&|;|>+|2>&1|<)$/.test(word))
  const fixed = repaired(['CMD', ...rest])
  if (fixed === undefined) return undefined
  const why =
    rest.length === 1
      ? `after CMD, ${JSON.stringify(short(program))} is the name of one program, blanks and all`
      : `CMD starts no shell: ${JSON.stringify(operator)} is passed to ${JSON.stringify(program)} as an argument`
  return { message: why, remedy: `write ${JSON.stringify(fixed)}`, path }
}

function underShell(rest: readonly string[], path: Path): Draft | undefined {
  if (rest.length === 1)
    return rest[0]?.trim() === '' ? { message: 'the script after CMD-SHELL is empty', remedy: 'say what to run', path } : undefined
  return {
    message: `of the ${rest.length} strings after CMD-SHELL only ${JSON.stringify(short(rest[0] ?? ''))} is the script; the shell takes the others for its own arguments`,
    remedy: `write ${JSON.stringify(['CMD-SHELL', rest.join(' ')])}, or CMD in place of CMD-SHELL`,
    path,
  }
}

/** The command as it was most likely meant; undefined where it is right, or where nobody can know. */
function repaired(command: readonly string[]): readonly string[] | undefined {
  const [form, ...rest] = command
  if (form === undefined || form === 'NONE') return undefined
  if (form === 'CMD') {
    const oneString = rest.length === 1 && /\s/.test(rest[0]?.trim() ?? '')
    const shellSyntax = rest.length > 1 && rest.some((word) => /^(?:\|\|?|&&|;|>+|2>&1|<)$/.test(word))
    return oneString || shellSyntax ? ['CMD-SHELL', rest.join(' ')] : undefined
  }
  if (form === 'CMD-SHELL') return rest.length > 1 ? ['CMD-SHELL', rest.join(' ')] : undefined
  const upper = form.toUpperCase()
  if (upper !== form && (upper === 'CMD' || upper === 'CMD-SHELL')) return repaired([upper, ...rest]) ?? [upper, ...rest]
  return repaired(['CMD', ...command]) ?? ['CMD', ...command]
}

function commandPath(container: ContainerDefinition): Path {
  return ['containerDefinitions', container.index, 'healthCheck', 'command']
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
