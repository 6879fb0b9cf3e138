import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** A name and its value, as in `environment` and in a proxy's properties. */
export interface EnvironmentVariable {
  readonly name: string
  readonly value: string
}

export const environmentVariable = block<EnvironmentVariable>(
  'KeyValuePair',
  {
    name: text('emulated', '', { absent: '', style: 'name' }),
    value: text('emulated', 'byte for byte', { absent: '', style: 'free', keepEmpty: true }),
  },
  'emulated',
  'the last of two equal names counts',
)
