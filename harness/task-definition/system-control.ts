import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** A kernel parameter. */
export interface SystemControl {
  readonly namespace?: string
  readonly value?: string
}

export const systemControl = block<SystemControl>(
  'SystemControl',
  { namespace: text('emulated', ''), value: text('emulated', '') },
  'emulated',
  'net.* holds for the whole task; the last container started wins',
)
