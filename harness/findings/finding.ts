import type { Path } from '../source/source.ts'

export type Severity = 'error' | 'warning' | 'info'
export type Confidence = 'certain' | 'likely' | 'possible'

/** One thing that was seen and that supports a finding. */
export interface Evidence {
  readonly kind: 'log' | 'probe' | 'flag' | 'connection' | 'exit' | 'definition' | 'image' | 'request'
  readonly text: string
  /** Milliseconds since the run began. */
  readonly atMs?: number
}

/** Something worth telling: what is wrong, why, what to do, and where it stands. */
export interface Finding {
  /** The file name of its rule, check, cause or fault. */
  readonly id: string
  readonly severity: Severity
  readonly confidence: Confidence
  /** What is wrong, with the values concerned. */
  readonly message: string
  /** What to do about it, for this very file. */
  readonly remedy?: string
  /** What ECS would say. */
  readonly ecs?: string
  /** `recorded` was seen on AWS word for word; `composed` is put together from its known parts. */
  readonly ecsSource?: 'recorded' | 'composed'
  readonly container?: string
  readonly evidence?: readonly Evidence[]
  /** Where it stands in the task definition, in RegisterTaskDefinition's own shape. */
  readonly path?: Path
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** Set when the settings ask to let it pass. */
  readonly ignored?: { readonly reason: string; readonly until?: string }
}
