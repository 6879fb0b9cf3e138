/**
 * Follows one direction of a Postgres conversation by the headers of its messages, in whatever pieces the bytes come, and
 * shows those it was asked for. It holds back nothing and keeps no more than was asked.
 */
export class WireScanner {
  readonly #kept: ReadonlyMap<number, number>
  readonly #visit: (type: string, body: Buffer) => void
  readonly #header = Buffer.alloc(5)
  #headerFilled = 0
  #bodyLeft = 0
  #body: Buffer | undefined
  #bodyFilled = 0
  #lost = false

  /** `kept`: types to be shown, each with the most bytes of its body that are wanted. */
  constructor(kept: Readonly<Record<string, number>>, visit: (type: string, body: Buffer) => void) {
    this.#kept = new Map(Object.entries(kept).map(([type, most]) => [type.charCodeAt(0), most]))
    this.#visit = visit
  }

  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length && !this.#lost) {
      if (this.#headerFilled < 5) {
        const taken = chunk.copy(this.#header, this.#headerFilled, at, at + 5 - this.#headerFilled)
        this.#headerFilled += taken
        at += taken
        if (this.#headerFilled === 5) this.#begin()
      } else {
        const taken = Math.min(this.#bodyLeft, chunk.length - at)
        if (this.#body !== undefined) this.#bodyFilled += chunk.copy(this.#body, this.#bodyFilled, at, at + taken)
        this.#bodyLeft -= taken
        at += taken
        if (this.#bodyLeft === 0) this.#finish()
      }
    }
  }

  #begin(): void {
    const length = this.#header.readInt32BE(1)
    if (length < 4) {
      // Not Postgres: the server will say so. Nothing after it can be told apart.
      this.#lost = true
      return
    }
    this.#bodyLeft = length - 4
    const most = this.#kept.get(this.#header[0] ?? 0)
    this.#body = most === undefined ? undefined : Buffer.alloc(Math.min(most, this.#bodyLeft))
    this.#bodyFilled = 0
    if (this.#bodyLeft === 0) this.#finish()
  }

  #finish(): void {
    const body = this.#body
    this.#headerFilled = 0
    this.#body = undefined
    if (body !== undefined) this.#visit(String.fromCharCode(this.#header[0] ?? 0), body)
  }
}
