/** Secrets Manager ends every full ARN with a hyphen and six characters of its own choice. */
const suffix = /-[A-Za-z0-9]{6}$/u

/** Could the last seven characters be Secrets Manager's own? A name such as `my-secret` ends like a full ARN, and only the store can tell. */
export function mayHaveSuffix(secretId: string): boolean {
  return suffix.test(secretId)
}

/** Is `full` what `partial` becomes when Secrets Manager's six characters are added? */
export function completes(full: string, partial: string): boolean {
  return full.startsWith(partial) && /^-[A-Za-z0-9]{6}$/u.test(full.slice(partial.length))
}
