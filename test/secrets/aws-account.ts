import { readFile } from 'node:fs/promises'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { openLocalStore } from '../../harness/secrets/local.ts'
import { servedSecrets } from '../../harness/secrets/served.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'
import { configuration } from '../endpoints/support.ts'

/**
 * Our own Secrets Manager and Parameter Store with what fixtures/secrets/store.yaml holds, and the environment by which every SDK finds them
 * in place of AWS. Disposing of it puts the environment back.
 */
export async function openAccount(): Promise<AsyncDisposable & { readonly url: string }> {
  const file = 'fixtures/secrets/store.yaml'
  const { contents } = openLocalStore(await parseYamlSource(file, await readFile(file, 'utf8')))
  const identity = { ...configuration.identity, region: 'us-east-1', account: '111122223333' }
  const endpoints = await openEndpoints({ ...configuration, identity, secrets: servedSecrets(contents) }, () => undefined)
  const url = `http://127.0.0.1:${endpoints.httpPort}/aws`
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    AWS_ENDPOINT_URL_SSM: url,
    AWS_ACCESS_KEY_ID: 'AKIASYNTHETICSYNTHET',
    AWS_SECRET_ACCESS_KEY: 'synthetic-secret-access-key',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      restore()
      await endpoints[Symbol.asyncDispose]()
    },
  }
}

/** Sets variables of this process (undefined: takes one out) until the answer is called. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  const set = (entries: Iterable<readonly [string, string | undefined]>) => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(Object.entries(variables))
  return () => set(before)
}
