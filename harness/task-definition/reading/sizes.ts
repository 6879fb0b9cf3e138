import { taskSizeIsReadable } from './task-size-is-readable.ts'
import type { Field, Support } from './field.ts'
import { isPlaceholder, textOf } from './scalars.ts'

/** CPU units: `1024`, `1 vCPU`, `.25 vcpu`. */
export function cpuSize(support: Support, note: string): Field<number> {
  return size('cpu', /^(\d*\.?\d+)\s*vcpu$/i, support, note)
}

/** MiB: `2048`, `2GB`, `.5 gb`; one GB is 1024 MiB. */
export function memorySize(support: Support, note: string): Field<number> {
  return size('memory', /^(\d*\.?\d+)\s*gb$/i, support, note)
}

/** A task's cpu or memory as written, in units or MiB; undefined when ECS would not understand it. */
function sizeOf(written: string, withUnit: RegExp): number | undefined {
  const trimmed = written.trim()
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed)
  const amount = withUnit.exec(trimmed)?.[1]
  const units = amount === undefined ? Number.NaN : Number(amount) * 1024
  return Number.isSafeInteger(units) ? units : undefined
}

function size(name: 'cpu' | 'memory', withUnit: RegExp, support: Support, note: string): Field<number> {
  return {
    type: 'string',
    support,
    note,
    required: false,
    absent: undefined,
    blank: 0,
    read(raw, path, reading) {
      const written = textOf(raw, path, reading)
      if (written === undefined || written === '' || isPlaceholder(written, 'reference', path, reading)) return undefined
      const value = sizeOf(written, withUnit)
      if (value === undefined) reading.reject(path, taskSizeIsReadable.find(name, written))
      return value
    },
  }
}
