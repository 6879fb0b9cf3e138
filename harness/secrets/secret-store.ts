import type { Sensitive } from '../sensitive/sensitive.ts'

/** A place where a valueFrom is answered. It speaks Secrets Manager's and Parameter Store's words; what the author did wrong is an answer, never an exception. */
export interface SecretStore {
  /** As the report names it: `fixtures/secrets.yaml`, `AWS (profile staging)`. */
  readonly name: string
  /** False when the store only proves that a secret exists, has the version and the stage (`--no-values`). */
  readonly readsValues: boolean
  /** GetSecretValue. */
  secret(request: SecretRequest, signal: AbortSignal): Promise<SecretAnswer>
  /** GetParameters with decryption, at most 10 names as AWS takes them. A name may be an ARN. Without a region: the task's own. */
  parameters(region: string | undefined, names: readonly string[], signal: AbortSignal): Promise<ParametersAnswer>
  /** What there is that could have been meant. Empty where the store may not be listed. */
  similar(request: SimilarRequest, signal: AbortSignal): Promise<readonly Similar[]>
}

export interface SecretRequest {
  /** A full ARN, a partial one (without the six characters), or a name. */
  readonly secretId: string
  readonly versionStage?: string
  readonly versionId?: string
  /** Empty: the task's own. */
  readonly region: string
}

export type SecretAnswer = FoundSecret | Refusal

export interface FoundSecret {
  readonly status: 'found'
  /** Always the full one. */
  readonly arn: string
  readonly name: string
  readonly value: SecretContent
  readonly versionId?: string
  readonly versionStages: readonly string[]
  /** RFC 3339. */
  readonly lastChanged?: string
}

/** `binary`: the secret has no SecretString. `unread`: the store was asked not to read values. */
export type SecretContent =
  | { readonly kind: 'string'; readonly text: Sensitive }
  | { readonly kind: 'binary' }
  | { readonly kind: 'unread' }

export interface ParametersAnswer {
  readonly found: readonly FoundParameter[]
  /** As they were asked for. */
  readonly invalid: readonly string[]
  readonly refused: readonly { readonly asked: string; readonly refusal: Refusal }[]
}

export interface FoundParameter {
  /** As it was asked for: a name or an ARN. */
  readonly asked: string
  readonly name: string
  readonly arn?: string
  readonly type: 'String' | 'StringList' | 'SecureString'
  readonly value: SecretContent
  readonly version?: number
  /** RFC 3339. */
  readonly lastChanged?: string
}

/** AWS said no, or could not be asked. */
export interface Refusal {
  readonly status: 'refused'
  readonly cause: RefusalCause
  /** AWS's error type: `ResourceNotFoundException`. */
  readonly code: string
  /** AWS's own words. */
  readonly message: string
}

/**
 * `not-found`, `no-version`, `deleted`, `denied`, `decryption` and `invalid` are the author's; the others are the world's trouble,
 * and say nothing about the task definition.
 */
export type RefusalCause =
  | 'not-found'
  | 'no-version'
  | 'deleted'
  | 'denied'
  | 'decryption'
  | 'invalid'
  | 'no-credentials'
  | 'expired-credentials'
  | 'throttled'
  | 'unreachable'

export interface SimilarRequest {
  readonly kind: 'secret' | 'parameter'
  /** The name that was asked for, without the ARN before it. */
  readonly name: string
  readonly region: string | undefined
}

export interface Similar {
  readonly name: string
  readonly arn?: string
  /** Where a person finds it: `fixtures/secrets.yaml:4`. */
  readonly where?: string
}

/** Is it the world's trouble, which lets nobody say anything about the task definition? */
export function isTrouble(cause: RefusalCause): boolean {
  return cause === 'no-credentials' || cause === 'expired-credentials' || cause === 'throttled' || cause === 'unreachable'
}
