import type { ContainerDefinition } from '../task-definition/container-definition.ts'
import { at, quoted } from './at.ts'
import type { Rule } from './rule.ts'

const keys = ['entryPoint', 'command'] as const

export const commandIsSplitIntoWords: Rule = {
  id: 'command-is-split-into-words',
  severity: 'warning',
  about:
    'entryPoint and command are lists of words, and no shell takes them apart: ["npm start"] is one program with a blank in its name. The console splits at commas, the API does not.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const key of keys) {
        const [only = '', ...rest] = container[key] ?? []
        // What an image's own entry point makes of its arguments is not known here; a shell's -c takes one string.
        const first = key === 'entryPoint' || (container.entryPoint === undefined && /^[\w./-]+ /.test(only))
        if (rest.length > 0 || !first || !/\S\s+\S/.test(only) || hasShell(container)) continue
        yield {
          confidence: key === 'entryPoint' ? 'certain' : 'likely',
          message: `${key} ${JSON.stringify([only])} is one word with blanks in it: no shell takes it apart`,
          remedy: `write ${JSON.stringify(only.trim().split(/\s+/))}, or ["sh", "-c", ${JSON.stringify(only)}]`,
          ...at(container, key),
        }
      }
    }
  },
}

export const commandHasNoShellVariables: Rule = {
  id: 'command-has-no-shell-variables',
  severity: 'warning',
  about:
    'No shell expands $NAME in entryPoint and command: the program gets the dollar sign. A shell of its own does it: ["sh", "-c", "exec program --port $PORT"].',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      if (hasShell(container)) continue
      for (const key of keys) {
        const index = container[key]?.findIndex((word) => /\$(?:\{[A-Za-z_]\w*\}|[A-Z_][A-Z0-9_]*\b)/.test(word)) ?? -1
        const word = container[key]?.[index]
        if (word === undefined) continue
        yield {
          confidence: 'likely',
          message: `nothing expands ${quoted(word)}: ${key} is not read by a shell`,
          remedy: 'write ["sh", "-c", "exec …"] around it, or let the program read the variable',
          ...at(container, key, index),
        }
      }
    }
  },
}

/** Is there a shell, or something else that takes a script, among the words? */
function hasShell({ entryPoint = [], command = [] }: ContainerDefinition): boolean {
  const words = [...entryPoint, ...command]
  return (
    words.some((word) => /^-\w*c$|^\/[cC]$|^-Command$/.test(word)) ||
    words.some((word) => /(?:^|\/)(?:ba|da|a|z|k)?sh$|powershell|pwsh|cmd(?:\.exe)?$/i.test(word))
  )
}
