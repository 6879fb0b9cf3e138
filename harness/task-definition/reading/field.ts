import type { Path } from '../../source/source.ts'
import type { Reading } from './reading.ts'

/**
 * What the tool makes of a field.
 * `emulated`: the container gets what Fargate would give it. `approximated`: nearly so, the note says how it differs.
 * `checked`: it changes nothing here, and rules judge it. `ignored`: it changes nothing here, and nothing judges it.
 */
export type Support = 'emulated' | 'approximated' | 'checked' | 'ignored'

/** One field of RegisterTaskDefinition: how it is read, and what the tool makes of it. */
export interface Field<Value> {
  /** As a reader of the API's page would call it: `string`, `integer`, `list of string`. */
  readonly type: string
  readonly support: Support
  readonly note: string
  readonly required: boolean
  /** What a missing value reads as; undefined where the model says "may be absent". */
  readonly absent: Value | undefined
  /** What stands for an item of a list that cannot be read, so that the items after it keep their places. */
  readonly blank: Value
  /** The fields of a block, or of the blocks in a list. */
  readonly children?: Readonly<Record<string, Field<unknown>>>
  read(raw: unknown, path: Path, reading: Reading): Value | undefined
}

/** One field for every key of a model's type: forgetting one does not compile. */
export type Fields<Model> = { readonly [Key in keyof Model]-?: Field<Exclude<Model[Key], undefined>> }
