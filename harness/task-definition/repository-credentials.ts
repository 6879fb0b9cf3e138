import { block } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** Where the user name and password of a private registry are kept. */
export interface RepositoryCredentials {
  /** Full ARN of a Secrets Manager secret, or its name in the task's own region. */
  readonly credentialsParameter: string
}

export const repositoryCredentials = block<RepositoryCredentials>(
  'RepositoryCredentials',
  { credentialsParameter: text('checked', 'resolved like a secret; images come from the local engine', { required: true, absent: '' }) },
  'checked',
  "the engine's own logins are used to pull",
)
