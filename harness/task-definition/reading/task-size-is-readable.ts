import { type Complaint, complaint, shown } from './reading.ts'

/** The task's cpu or memory in a spelling that ECS does not understand. */
export const taskSizeIsReadable = {
  id: 'task-size-is-readable',
  severity: 'error',
  about:
    'The task\'s cpu is a number of CPU units ("1024") or of vCPUs ("1 vCPU", ".25 vCPU"); its memory a number of MiB ("2048") or of GB ("2 GB").',
  find(name: 'cpu' | 'memory', written: string): Complaint {
    const remedy = name === 'cpu' ? 'write CPU units ("512") or vCPUs (".5 vCPU")' : 'write MiB ("1024") or GB ("1 GB")'
    return complaint(taskSizeIsReadable, `${shown(written)} is no amount of ${name} that ECS understands`, {
      remedy,
      ecs: `Invalid '${name}' setting for task.`,
    })
  },
} as const
