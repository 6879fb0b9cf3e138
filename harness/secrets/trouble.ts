import type { Refusal } from './secret-store.ts'

/** One sentence for the world's trouble with a store, and what to do about it. */
export function troubleMessage(trouble: Refusal, store: string): string {
  return `${store} could not be asked: ${trouble.message.replace(/\.$/u, '')} (${trouble.code}). ${remedy(trouble)}`
}

function remedy({ cause, code }: Refusal): string {
  if (code === 'RegionMissing') return 'Set AWS_REGION, or name a region in the profile.'
  if (cause === 'no-credentials') {
    return 'Log in (`aws sso login`, `aws configure`), name a profile with AWS_PROFILE, or use a local store: --secrets fixtures/secrets.yaml.'
  }
  if (cause === 'expired-credentials') return 'The session has expired: log in again with `aws sso login`.'
  if (cause === 'throttled') return 'AWS took too many requests from this account: wait a little, and try again.'
  return 'Look at the network, the proxy (HTTPS_PROXY, NO_PROXY) and AWS_ENDPOINT_URL, or use a local store: --secrets fixtures/secrets.yaml.'
}
