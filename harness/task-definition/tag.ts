import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

export interface Tag {
  readonly key?: string
  readonly value?: string
}

export const tag = block<Tag>(
  'Tag',
  { key: text('emulated', '', { style: 'free' }), value: text('emulated', '', { style: 'free', keepEmpty: true }) },
  'emulated',
  "told by the metadata endpoint's taskWithTags",
)
