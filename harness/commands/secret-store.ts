import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { LocalStore as ServedStore } from '../endpoints/configuration.ts'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { openLocalStore, type LocalStore } from '../secrets/local.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { readUserFile } from './read-file.ts'
import type { Loaded } from './load.ts'

/** Where valueFrom is answered, and what is wrong with that place. */
export interface OpenedStore {
  readonly store: SecretStore
  readonly findings: readonly Finding[]
  /** What the endpoints serve to containers that ask for their secrets themselves; undefined with AWS. */
  readonly served: ServedStore | undefined
}

/** Opens the store that the command line or the settings name. */
export async function openStore({ settings, base }: Loaded, given: string | undefined): Promise<OpenedStore | undefined> {
  const named = given ?? settings.secrets
  if (named === undefined) return undefined
  if (named === 'aws')
    throw new Trouble(
      'credentials',
      '--secrets aws is not supported by this version: record the secrets in a local file (README, "Secrets")',
    )
  const file = given === undefined ? join(base, named) : named
  const local = openLocalStore(await readUserFile(file), { tracked: await isTracked(file) })
  return { store: local.store, findings: local.findings, served: servedBy(local) }
}

function servedBy({ contents }: LocalStore): ServedStore {
  return {
    secretsManager: contents.secrets.map(({ name, arn, versions, deleted, fault }) => ({
      name,
      arn,
      ...(deleted ? { deletedAt: new Date().toISOString() } : {}),
      ...(fault === undefined ? {} : { fault }),
      versions: versions.map(({ id, stages, content, binary }) => ({
        id,
        stages,
        ...(content.kind === 'string' ? { string: content.text.reveal() } : {}),
        ...(binary === undefined ? {} : { binary: binary.reveal() }),
      })),
    })),
    parameterStore: contents.parameters.map(({ name, type, value, version, arn, fault }) => ({
      name,
      type,
      value: value.reveal(),
      version,
      ...(arn === undefined ? {} : { arn }),
      ...(fault === undefined ? {} : { fault }),
    })),
  }
}

/** Does git keep this file? Without git, or outside a repository, nobody does. */
function isTracked(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('git', ['ls-files', '--error-unmatch', file], (error) => resolve(error === null))
  })
}
