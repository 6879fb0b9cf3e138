/** The way to a value inside a document: keys of objects and indices of arrays, from the root. */
export type Path = readonly (string | number)[]

/** Where something stands in a text. Both count from 1, as editors do; a column counts UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Something that is wrong with the text itself, before anybody asks what it means. */
export interface SourceProblem {
  /** `syntax`: it cannot be read to the end. The others: it was read all the same. */
  readonly kind:
    | 'syntax'
    | 'comment'
    | 'trailing-comma'
    | 'control-character'
    | 'duplicate-key'
    | 'byte-order-mark'
    | 'too-large'
    | 'too-deep'
    | 'invalid-utf-8'
  readonly message: string
  readonly place: Place
  readonly path?: Path
}

/** A document that was read, and where each of its values stands. */
export interface Source {
  /** The file's name as the user wrote it. */
  readonly file: string
  readonly text: string
  /** Plain data; `undefined` when the text could not be read at all. */
  readonly value: unknown
  readonly problems: readonly SourceProblem[]
  /** Where a value stands (or, with `key`, the name it stands under). The nearest parent that exists answers for a value that does not. */
  place(path: Path, part?: 'key' | 'value'): Place | undefined
}
