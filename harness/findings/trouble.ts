/** What kind of trouble the world makes, for those who want to act on it. */
export type TroubleCode = 'no-engine' | 'engine' | 'file' | 'port' | 'words' | 'deadline' | 'credentials' | 'database'

/**
 * Trouble of the world: nothing the author wrote is wrong, and nothing can be said about the task. The message is one
 * sentence that ends with what to do. It becomes exit code 2.
 */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  readonly code: TroubleCode

  constructor(code: TroubleCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
