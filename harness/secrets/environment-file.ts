/** An environment file as the ECS agent reads it, line by line (ecs-semantics §2.6). */
export interface EnvironmentFile {
  /** What arrives in the container, in the file's order. A later line with the same name has won. */
  readonly variables: ReadonlyMap<string, string>
  /** Lines on which the agent does something else than the author seems to have meant. */
  readonly surprises: readonly Surprise[]
}

export type Surprise = { readonly line: number; readonly name?: string } & (
  | { readonly kind: 'no-equals-sign' }
  | { readonly kind: 'no-name' }
  | { readonly kind: 'indented-comment' }
  | { readonly kind: 'export' }
  | { readonly kind: 'white-space-in-name' }
  | { readonly kind: 'white-space-around-value' }
  | { readonly kind: 'quotes' }
  | { readonly kind: 'inline-comment' }
  | { readonly kind: 'interpolation' }
  | { readonly kind: 'empty-value' }
  | { readonly kind: 'written-twice' }
  | { readonly kind: 'line-too-long' }
)

/** Go's scanner gives up at a line of this many bytes, and the agent fails the task. */
const longestLine = 64 * 1024

/**
 * Reads an environment file by the agent's rules: nothing is trimmed, no quotes are taken off, no `export`, no escapes, no `${…}`, no comment
 * behind a value; `#` counts in column 0 only. Fargate drops variables without a value; the EC2 agent keeps them (`keepsEmpty`).
 */
export function parseEnvironmentFile(text: string, options: { readonly keepsEmpty?: boolean } = {}): EnvironmentFile {
  const variables = new Map<string, string>()
  const surprises: Surprise[] = []
  const lines = text.split('\n').map((line) => line.replace(/\r$/u, ''))
  if (lines.at(-1) === '') lines.pop()
  for (const [index, content] of lines.entries()) {
    const line = index + 1
    if (Buffer.byteLength(content) >= longestLine) {
      surprises.push({ line, kind: 'line-too-long' })
      break
    }
    if (content.startsWith('#')) continue
    const equals = content.indexOf('=')
    if (/^\s+#/u.test(content)) surprises.push({ line, kind: 'indented-comment' })
    else if (equals === -1 && content.trim() !== '') surprises.push({ line, kind: 'no-equals-sign' })
    if (equals === -1) continue
    const name = content.slice(0, equals)
    const value = content.slice(equals + 1)
    if (name === '') {
      surprises.push({ line, kind: 'no-name' })
      continue
    }
    if (!/^\s+#/u.test(content)) surprises.push(...surprisesOf(line, name, value))
    if (variables.has(name)) surprises.push({ line, name, kind: 'written-twice' })
    if (value === '' && options.keepsEmpty !== true) variables.delete(name)
    else variables.set(name, value)
  }
  return { variables, surprises }
}

/** The variables of several files of one container: the file that is listed first wins. */
export function mergeEnvironmentFiles(files: readonly EnvironmentFile[]): ReadonlyMap<string, string> {
  return new Map(files.toReversed().flatMap(({ variables }) => [...variables]))
}

function surprisesOf(line: number, name: string, value: string): readonly Surprise[] {
  const plain = name.trim()
  const kinds: Surprise['kind'][] = []
  if (/^\s*export\s/u.test(name)) kinds.push('export')
  else if (plain !== name) kinds.push('white-space-in-name')
  if (value === '') kinds.push('empty-value')
  else if (value.trim() !== value) kinds.push('white-space-around-value')
  if (/^\s*(["']).*\1\s*$/u.test(value)) kinds.push('quotes')
  else if (/\s#/u.test(value)) kinds.push('inline-comment')
  if (/\$\{\w+\}/u.test(value)) kinds.push('interpolation')
  return kinds.map((kind) => ({ line, name: plain.replace(/^export\s+/u, ''), kind }))
}
