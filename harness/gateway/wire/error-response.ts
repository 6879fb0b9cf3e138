/** What an ErrorResponse says, as far as the gateway looks at it. */
export interface ServerError {
  readonly sqlState: string
  readonly message: string
}

/** The same, as it was received. */
export interface ReceivedError extends ServerError {
  /** The server closes the connection after it. */
  readonly fatal: boolean
}

/** Reads the body of an ErrorResponse; a body that was cut reads as far as it goes. */
export function readErrorResponse(body: Buffer): ReceivedError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  )
  return { sqlState: fields.get('C') ?? '', message: fields.get('M') ?? '', fatal: fields.get('V') !== 'ERROR' }
}

/** A FATAL ErrorResponse as a server sends it before it closes. */
export function writeErrorResponse(error: ServerError): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${error.sqlState}\0M${error.message}\0\0`, 'utf8')
  const header = Buffer.alloc(5)
  header.write('E')
  header.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}
