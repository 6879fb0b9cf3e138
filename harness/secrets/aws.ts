import type { AwsOptions } from './aws-client.ts'
import { openParameterStore } from './parameter-store.ts'
import type { SecretStore } from './secret-store.ts'
import { openSecretsManager } from './secrets-manager.ts'

export type { AwsOptions } from './aws-client.ts'

/** The real stores of an AWS account. Nothing is contacted, and no SDK is loaded, before the first question. */
export function openAwsStore(options: AwsOptions = {}): SecretStore {
  const secretsManager = openSecretsManager(options)
  const parameterStore = openParameterStore(options)
  return {
    name: options.profile === undefined ? 'AWS' : `AWS (profile ${options.profile})`,
    readsValues: options.readsValues ?? true,
    secret: secretsManager.secret,
    parameters: parameterStore.parameters,
    similar: ({ kind, name, region }, signal) => (kind === 'secret' ? secretsManager : parameterStore).similar(name, region, signal),
  }
}
