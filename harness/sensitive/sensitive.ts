import { inspect } from 'node:util'

const hidden = '<sensitive>'

/**
 * A value that cannot be printed: string conversion, JSON, `util.inspect` and templates all show `<sensitive>`.
 * Only `reveal()` gives it away, and only what hands it to an engine or a server may call that.
 */
export class Sensitive {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** What may be told about a value: how long it is, roughly. */
  get lengthClass(): string {
    const length = this.#value.length
    if (length === 0) return 'empty'
    if (length <= 8) return '1 to 8 characters'
    if (length <= 32) return '9 to 32 characters'
    if (length <= 128) return '33 to 128 characters'
    return 'more than 128 characters'
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [inspect.custom](): string {
    return hidden
  }
}
