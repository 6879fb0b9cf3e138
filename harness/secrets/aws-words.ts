import type { Refusal } from './secret-store.ts'

/** AWS's own errors, word for word, for the store that stands in for it. */
export const awsWords = {
  notFound: (): Refusal => refusal('not-found', 'ResourceNotFoundException', "Secrets Manager can't find the specified secret."),
  noStage: (stage: string): Refusal =>
    refusal('no-version', 'ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${stage}`),
  noVersion: (id: string): Refusal =>
    refusal('no-version', 'ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${id}`),
  noPair: (): Refusal =>
    refusal('no-version', 'ResourceNotFoundException', 'You provided a VersionStage that is not associated to the provided VersionId.'),
  deleted: (): Refusal =>
    refusal('deleted', 'InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion."),
  denied: (action: string, resource: string): Refusal =>
    refusal(
      'denied',
      'AccessDeniedException',
      `User: arn:aws:sts::000000000000:assumed-role/local/store is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    ),
  decryption: (): Refusal =>
    refusal('decryption', 'DecryptionFailure', "Secrets Manager can't decrypt the protected secret text using the provided KMS key."),
  throttled: (): Refusal => refusal('throttled', 'ThrottlingException', 'Rate exceeded'),
  internal: (): Refusal => refusal('unreachable', 'InternalServiceError', 'An error occurred on the server side.'),
}

function refusal(cause: Refusal['cause'], code: string, message: string): Refusal {
  return { status: 'refused', cause, code, message }
}
