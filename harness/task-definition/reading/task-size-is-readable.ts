import type { Finding } from '../../findings/finding.ts'
import type { Remediable, Written } from '../../findings/remedy.ts'
import type { Edit } from '../../source/edit.ts'
import { type Complaint, complaint, shown } from './reading.ts'

/** The task's cpu or memory in a spelling that ECS does not understand. */
export const taskSizeIsReadable = {
  id: 'task-size-is-readable',
  severity: 'error',
  about:
    'The task\'s cpu is a number of CPU units ("1024") or of vCPUs ("1 vCPU", ".25 vCPU"); its memory a number of MiB ("2048") or of GB ("2 GB"). --fix rewrites spellings that can only mean one thing.',
  find(name: 'cpu' | 'memory', written: string): Complaint {
    const meant = meantBy(name, written)
    const forms = name === 'cpu' ? 'write CPU units ("512") or vCPUs (".5 vCPU")' : 'write MiB ("1024") or GB ("1 GB")'
    const remedy = meant === undefined ? forms : `write "${meant}"`
    return complaint(taskSizeIsReadable, `${shown(written)} is no amount of ${name} that ECS understands`, {
      remedy,
      ecs: `Invalid '${name}' setting for task.`,
    })
  },
  fix({ path = [] }: Finding, definition: Written): readonly Edit[] {
    const written = definition.written(path)
    const meant = path[0] === 'cpu' || path[0] === 'memory' ? meantBy(path[0], String(written)) : undefined
    return meant === undefined ? [] : [{ kind: 'replace', path, value: String(meant) }]
  },
} as const satisfies Remediable & { readonly find: unknown }

/** `0.5`, `1 CPU`, `512 MB`, `1GiB`: not ECS's words, but nobody can mean anything else by them. */
function meantBy(name: 'cpu' | 'memory', written: string): number | undefined {
  const [, amount = '', unit = ''] = /^\s*(\d*\.?\d+)\s*([a-z]*)\s*$/i.exec(written) ?? []
  const inUnits = name === 'cpu' ? /^(?:units?)$/i.test(unit) : /^(?:m|mb|mib)$/i.test(unit)
  const inLarge =
    name === 'cpu' ? /^(?:v?cpus?|v?cores?)$/i.test(unit) || (unit === '' && amount.includes('.')) : /^(?:g|gb|gib)$/i.test(unit)
  const value = inUnits ? Number(amount) : inLarge ? Number(amount) * 1024 : Number.NaN
  return amount !== '' && Number.isSafeInteger(value) ? value : undefined
}
