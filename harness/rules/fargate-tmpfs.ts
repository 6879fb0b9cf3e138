import { at } from './at.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateTmpfs: Rule = {
  id: 'fargate-tmpfs',
  severity: 'warning',
  about:
    "AWS's pages differ on tmpfs: the page about Fargate says it is not supported, the API reference no longer says so. A task volume without host.sourcePath is an empty directory too, on disk.",
  *check(definition) {
    if (!onFargate(definition)) return
    for (const container of definition.containerDefinitions) {
      if (container.linuxParameters?.tmpfs === undefined) continue
      yield {
        confidence: 'possible',
        message: `${container.name} has a tmpfs, which Fargate may refuse`,
        remedy: 'register it once to find out, or mount a volume of the task',
        ...at(container, 'linuxParameters', 'tmpfs'),
      }
    }
  },
}
