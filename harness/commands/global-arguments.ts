/** The `ARG NAME=value` of a Dockerfile before its first FROM: what may be chosen about its base images. */
export function globalArguments(dockerfile: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const line of dockerfile.split(/\r?\n/)) {
    if (/^\s*FROM\s/i.test(line)) break
    const [, name, value] = /^\s*ARG\s+([A-Za-z_]\w*)=(.*?)\s*$/i.exec(line) ?? []
    if (name !== undefined && value !== undefined) found[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return found
}
