import { quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { isWindows, onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargatePidMode: Rule = {
  id: 'fargate-pid-mode',
  severity: 'error',
  about:
    "On Fargate pidMode can only be task: the containers of a task see each other's processes. There is no host whose processes they could see. Windows has no pidMode.",
  *check(definition) {
    if (!onFargate(definition) || definition.pidMode === undefined) return
    if (definition.pidMode === 'task' && !isWindows(definition)) return
    yield {
      message: isWindows(definition) ? 'Windows has no pidMode' : 'pidMode host is for EC2',
      remedy: isWindows(definition) ? 'take pidMode out' : 'write "task", or take pidMode out',
      ...(isWindows(definition)
        ? {}
        : recorded("Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.")),
      path: ['pidMode'],
    }
  },
}

export const fargateNoIpcMode: Rule = {
  id: 'fargate-no-ipc-mode',
  severity: 'error',
  about: 'Fargate takes no ipcMode.',
  *check(definition) {
    if (!onFargate(definition) || definition.ipcMode === undefined) return
    yield {
      message: `Fargate takes no ipcMode, and so not ${quoted(definition.ipcMode)}`,
      remedy: 'take ipcMode out',
      ...recorded('Fargate compatible task definitions do not support ipcMode'),
      path: ['ipcMode'],
    }
  },
}
