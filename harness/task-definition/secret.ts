import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** One entry of `secrets`, as written. */
export interface Secret {
  readonly name: string
  readonly valueFrom: string
}

export const secret = block<Secret>(
  'Secret',
  {
    name: text('emulated', '', { required: true, absent: '', style: 'name' }),
    valueFrom: text('emulated', 'Secrets Manager and Parameter Store, or a local store that behaves like them', {
      required: true,
      absent: '',
    }),
  },
  'emulated',
  'rendered as the agent renders it',
)

/** What a valueFrom asks for, once its grammar is understood (ecs-semantics §2.1). */
export type ValueFrom =
  | {
      readonly kind: 'secrets-manager'
      readonly partition: string
      readonly region: string
      readonly account: string
      /** What the agent sends as SecretId: the ARN without JSON key, stage and version id. */
      readonly secretId: string
      /** The part after `secret:`, with its suffix if it has one. */
      readonly secretName: string
      readonly jsonKey?: string
      readonly versionStage?: string
      readonly versionId?: string
    }
  | {
      readonly kind: 'parameter-store'
      /** Undefined for a bare name, which stands for the task's own region. */
      readonly region?: string
      readonly account?: string
      readonly partition?: string
      /** As GetParameters takes it. */
      readonly name: string
    }
  | { readonly kind: 'invalid'; /** The agent's own words. */ readonly reason: string }
