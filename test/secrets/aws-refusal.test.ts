import { expect, test } from 'vitest'
import { refusalOf } from '../../harness/secrets/aws-refusal.ts'

function error(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more })
}

test.each([
  ['ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 'not-found'],
  ['ResourceNotFoundException', "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS", 'no-version'],
  ['InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.', 'no-version'],
  ['InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.", 'deleted'],
  ['InvalidRequestException', "You can't perform this operation on the secret because it was scheduled for deletion.", 'deleted'],
  ['InvalidRequestException', 'Something else.', 'invalid'],
  ['AccessDeniedException', 'User: x is not authorized to perform: secretsmanager:GetSecretValue on resource: y', 'denied'],
  ['AccessDeniedException', 'Access to KMS is not allowed', 'decryption'],
  ['AccessDeniedException', 'The ciphertext refers to a customer master key that does not exist', 'decryption'],
  ['DecryptionFailure', "Secrets Manager can't decrypt the protected secret text using the provided KMS key.", 'decryption'],
  ['ThrottlingException', 'Rate exceeded', 'throttled'],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'expired-credentials'],
  ['CredentialsProviderError', 'Could not load credentials from any providers', 'no-credentials'],
  [
    'CredentialsProviderError',
    'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login',
    'expired-credentials',
  ],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'no-credentials'],
  ['InternalServiceError', 'An error occurred on the server side.', 'unreachable'],
])('%s: %s', (name, message, cause) => {
  expect(refusalOf(error(name, message))).toEqual({ status: 'refused', cause, code: name, message })
})

test.each([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_PROXY_TUNNEL',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
])('a network that fails with %s is trouble', (code) => {
  expect(refusalOf(error('Error', 'no', { code }))).toMatchObject({ cause: 'unreachable', code })
})

test('an error type of AWS that nobody has heard of is told in its own words', () => {
  expect(refusalOf(error('NewException', 'news', { $fault: 'client' }))).toMatchObject({
    cause: 'invalid',
    code: 'NewException',
    message: 'news',
  })
  expect(refusalOf(error('NewError', 'news', { $fault: 'server' }))).toMatchObject({ cause: 'unreachable' })
})

test.each([new TypeError('undefined is not a function'), error('TypeError', 'no', { code: 'ERR_INVALID_ARG_TYPE' }), 'a text'])(
  'our own mistakes are not taken for refusals of AWS',
  (bug) => {
    expect(refusalOf(bug)).toBeUndefined()
  },
)
