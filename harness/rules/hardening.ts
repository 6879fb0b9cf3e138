import { at } from './at.ts'
import { isWindows, onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const readOnlyRoot: Rule = {
  id: 'read-only-root',
  severity: 'info',
  about:
    'With readonlyRootFilesystem a program that was broken into cannot put anything into its container. What it has to write goes to a volume of the task. ECS Exec does not work with it.',
  *check(definition) {
    if (isWindows(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.readonlyRootFilesystem !== true)
        yield {
          message: `${container.name} can write everywhere in its root file system`,
          remedy: 'try "readonlyRootFilesystem": true, with a volume where it has to write',
          ...at(container, 'readonlyRootFilesystem'),
        }
    }
  },
}

export const notPrivileged: Rule = {
  id: 'not-privileged',
  severity: 'warning',
  about: 'A privileged container is root on its host: whoever breaks into it has the instance.',
  *check(definition) {
    // Fargate has a rule of its own.
    if (onFargate(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.privileged === true)
        yield {
          message: `${container.name} is root on its host`,
          remedy: 'add the capabilities it needs in place of privileged',
          ...at(container, 'privileged'),
        }
    }
  },
}

export const hostIsNotShared: Rule = {
  id: 'host-is-not-shared',
  severity: 'warning',
  about:
    'With networkMode, pidMode or ipcMode host a container sees the network, processes or memory of its host and of every other task there.',
  *check(definition) {
    if (onFargate(definition)) return
    for (const key of ['networkMode', 'pidMode', 'ipcMode'] as const) {
      if (definition[key] === 'host')
        yield {
          message: `${key} host: the containers share that of their instance`,
          remedy: key === 'networkMode' ? 'use awsvpc' : `take ${key} out`,
          path: [key],
        }
    }
  },
}

export const windowsHasNoLinuxSettings: Rule = {
  id: 'windows-has-no-linux-settings',
  severity: 'error',
  about: 'linuxParameters and readonlyRootFilesystem are for Linux containers.',
  *check(definition) {
    if (!isWindows(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.linuxParameters !== undefined)
        yield {
          confidence: 'likely',
          message: `${container.name} has linuxParameters on Windows`,
          remedy: 'take them out',
          ...at(container, 'linuxParameters'),
        }
      if (container.readonlyRootFilesystem === true)
        yield {
          confidence: 'likely',
          message: `${container.name} has readonlyRootFilesystem on Windows`,
          remedy: 'take it out',
          ...at(container, 'readonlyRootFilesystem'),
        }
    }
  },
}
