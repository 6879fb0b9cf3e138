import type { Refusal, RefusalCause } from './secret-store.ts'

/** AWS's error types, and those of the SDK, by what they mean for a task. */
const causes: Readonly<Record<string, RefusalCause>> = {
  ResourceNotFoundException: 'not-found',
  ParameterNotFound: 'not-found',
  InvalidRequestException: 'invalid',
  InvalidParameterException: 'invalid',
  ValidationException: 'invalid',
  InvalidKeyId: 'decryption',
  DecryptionFailure: 'decryption',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  ExpiredTokenException: 'expired-credentials',
  ExpiredToken: 'expired-credentials',
  TokenProviderError: 'expired-credentials',
  CredentialsProviderError: 'no-credentials',
  UnrecognizedClientException: 'no-credentials',
  InvalidClientTokenId: 'no-credentials',
  InvalidSignatureException: 'no-credentials',
  IncompleteSignature: 'no-credentials',
  MissingAuthenticationTokenException: 'no-credentials',
  InternalServiceError: 'unreachable',
  InternalServerError: 'unreachable',
  InternalFailure: 'unreachable',
  ServiceUnavailable: 'unreachable',
  TimeoutError: 'unreachable',
}

/** What an error of the SDK means; undefined for an error that is none of AWS's and none of the network's. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const message = messageOf(error)
  const known = Object.hasOwn(causes, error.name) ? causes[error.name] : undefined
  if (known !== undefined) return { status: 'refused', cause: finer(known, message), code: error.name, message }
  if (message === 'Region is missing') {
    return {
      status: 'refused',
      cause: 'no-credentials',
      code: 'RegionMissing',
      message: 'no region is set: name one with AWS_REGION or in the profile',
    }
  }
  const code = codeOf(error)
  if (code !== undefined) return { status: 'refused', cause: 'unreachable', code, message }
  // A service's own error type that this table does not know.
  if ('$fault' in error)
    return { status: 'refused', cause: error.$fault === 'server' ? 'unreachable' : 'invalid', code: error.name, message }
  return undefined
}

/** One type stands for several causes, and only its words tell which. */
function finer(cause: RefusalCause, message: string): RefusalCause {
  if (/staging label|VersionId|VersionStage/u.test(message)) return 'no-version'
  if (/marked for deletion|scheduled for deletion/u.test(message)) return 'deleted'
  if (cause === 'denied' && /\bKMS\b|kms:Decrypt|ciphertext/u.test(message)) return 'decryption'
  if (cause === 'no-credentials' && /expired|sso login|SSO session/iu.test(message)) return 'expired-credentials'
  return cause
}

/** Node's own codes of a network that fails: of the system, of a proxy, of TLS and of a certificate. */
const networkCode =
  /^(?:E[A-Z]+|EAI_\w+|ERR_(?:TLS|SSL|SOCKET|PROXY)_\w+|CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED\w*|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE))$/u

function codeOf(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined
  return typeof code === 'string' && networkCode.test(code) ? code : undefined
}

/** When all addresses of a host fail, Node tells each. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map((each: unknown) => (each instanceof Error ? each.message : '')).join(', ')
  return error.message
}
