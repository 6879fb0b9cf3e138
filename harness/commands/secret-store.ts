import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import type { LocalStore as ServedStore } from '../endpoints/configuration.ts'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { openAwsStore } from '../secrets/aws.ts'
import { openLocalStore } from '../secrets/local.ts'
import { servedSecrets } from '../secrets/served.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { exists, readUserFile } from './read-file.ts'
import type { Loaded } from './load.ts'
import { shown } from './shown.ts'

/** Where valueFrom is answered, and what is wrong with that place. */
export interface OpenedStore {
  readonly store: SecretStore
  readonly findings: readonly Finding[]
  /** What the endpoints serve to containers that ask for their secrets themselves; undefined with AWS. */
  readonly served: ServedStore | undefined
}

/** Opens the store that the command line or the settings name. */
export async function openStore(
  { settings, base }: Loaded,
  given: string | undefined,
  readsValues = true,
): Promise<OpenedStore | undefined> {
  const named = given ?? settings.secrets
  if (named === undefined) return undefined
  if (named === 'aws') return { store: openAwsStore({ readsValues }), findings: [], served: undefined }
  const file = given === undefined ? shown(resolve(base, named)) : named
  if (!(await exists(file)))
    throw new Trouble('file', `there is no local store "${file}": correct "secrets" in preflight.yaml, or --secrets`)
  const local = openLocalStore(await readUserFile(file), { tracked: await isTracked(file) })
  return { store: local.store, findings: local.findings, served: servedSecrets(local.contents) }
}

/** Does git keep this file? Without git, or outside a repository, nobody does. */
function isTracked(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('git', ['ls-files', '--error-unmatch', file], (error) => resolve(error === null))
  })
}
