import type { LocalSecret, LocalSecrets } from './local-format.ts'
import type { Fault } from './local-fault.ts'

/** The contents of a local store with readable values, for the endpoints that serve them over AWS's own protocol. Never to be printed or written. */
export interface ServedSecrets {
  readonly secretsManager: readonly {
    readonly name: string
    readonly arn: string
    readonly description?: string
    /** Set for a secret that is marked for deletion. */
    readonly deletedAt?: string
    readonly versions: readonly {
      readonly id: string
      readonly stages: readonly string[]
      readonly string?: string
      /** Base64. */
      readonly binary?: string
      readonly createdAt?: string
    }[]
    readonly fault?: Fault
  }[]
  readonly parameterStore: readonly {
    readonly name: string
    readonly type: 'String' | 'StringList' | 'SecureString'
    readonly value: string
    readonly version: number
    readonly arn?: string
    readonly lastModifiedAt?: string
    readonly fault?: Fault
  }[]
}

/** Takes the values of a local store out of hiding. */
export function servedSecrets({ secrets, parameters }: Pick<LocalSecrets, 'secrets' | 'parameters'>): ServedSecrets {
  return {
    secretsManager: secrets.map(servedSecret),
    parameterStore: parameters.map((parameter) => ({ ...parameter, value: parameter.value.reveal() })),
  }
}

function servedSecret({ name, arn, description, deleted, fault, versions }: LocalSecret): ServedSecrets['secretsManager'][number] {
  return {
    name,
    arn,
    ...(description !== undefined && { description }),
    // The file says that it is deleted, not when.
    ...(deleted && { deletedAt: '2026-01-01T00:00:00Z' }),
    ...(fault !== undefined && { fault }),
    versions: versions.map(({ id, stages, content, binary, createdAt }) => ({
      id,
      stages,
      ...(content.kind === 'string' && { string: content.text.reveal() }),
      ...(binary !== undefined && { binary: binary.reveal() }),
      ...(createdAt !== undefined && { createdAt }),
    })),
  }
}
