import type { Documented } from '../findings/documented.ts'
import type { Finding } from '../findings/finding.ts'
import type { EnvironmentFile, Surprise } from './environment-file.ts'

const readAsWritten: Documented = {
  id: 'environment-file-is-read-as-written',
  severity: 'warning',
  about:
    'ECS reads environment files line by line and changes nothing: quotes, white space, `export`, `${…}` and comments behind a value become part of the name or the value. A # begins a comment in the first column only.',
}

const emptyValueIsDropped: Documented = {
  id: 'environment-file-empty-value-is-dropped',
  severity: 'warning',
  about: 'Fargate leaves a variable out whose value in an environment file is empty (KEY=); on EC2 it is set to the empty text.',
}

const lineIsNotTooLong: Documented = {
  id: 'environment-file-line-is-not-too-long',
  severity: 'error',
  about: 'The agent reads lines of less than 64 KiB. A longer one ends the task before its containers start.',
}

/** What can be told about environment files. */
export const environmentFileFaults: readonly Documented[] = [readAsWritten, emptyValueIsDropped, lineIsNotTooLong]

/** The places in an environment file where the container gets something else than was meant. */
export function environmentFileFindings(file: string, parsed: EnvironmentFile, where: { readonly container: string }): readonly Finding[] {
  return parsed.surprises.map((surprise): Finding => {
    const { id, severity } = documentedFor(surprise)
    const { container } = where
    return {
      id,
      severity,
      confidence: 'certain',
      message: `${surprise.name ?? `line ${surprise.line}`} ${words[surprise.kind].message}`,
      remedy: words[surprise.kind].remedy,
      container,
      file,
      line: surprise.line,
      column: 1,
    }
  })
}

function documentedFor({ kind }: Surprise): Documented {
  if (kind === 'empty-value') return emptyValueIsDropped
  return kind === 'line-too-long' ? lineIsNotTooLong : readAsWritten
}

const words = {
  'no-equals-sign': { message: 'has no = and is skipped', remedy: 'Write NAME=value on one line; a value cannot go on to the next one.' },
  'no-name': { message: 'has no name before the = and is skipped', remedy: 'Write NAME=value.' },
  'indented-comment': { message: 'is no comment: the # stands behind white space', remedy: 'Put the # into the first column.' },
  export: { message: 'is set under a name that begins with "export "', remedy: 'Take "export" away.' },
  'white-space-in-name': {
    message: 'is set under a name with white space in it',
    remedy: 'Take the white space before the = and before the name away.',
  },
  'white-space-around-value': { message: 'keeps the white space around its value', remedy: 'Take it away, also at the end of the line.' },
  quotes: { message: 'keeps the quotes around its value', remedy: 'Take the quotes away.' },
  'inline-comment': { message: 'may hold its comment in its value', remedy: 'Put the comment on a line of its own.' },
  interpolation: { message: 'holds ${…} as it is: nothing is filled in', remedy: 'Write the value itself.' },
  'empty-value': { message: 'is empty, and Fargate leaves it out', remedy: 'Set it in `environment`, or take the line away.' },
  'written-twice': { message: 'is written twice, and the last one counts', remedy: 'Take one of them away.' },
  'line-too-long': {
    message: 'has 64 KiB or more: the task does not start',
    remedy: 'Put this value into a secret or into a file of the image.',
  },
} as const satisfies Record<Surprise['kind'], { readonly message: string; readonly remedy: string }>
