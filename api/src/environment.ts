/** What the API needs from its task definition, read once at start. */
export interface Environment {
  readonly databaseUrl: string
  readonly jwtSecret: string
  readonly sessionSecret: string
  readonly openaiApiKey: string
  readonly firebasePrivateKeyBase64: string
  readonly port: number
  readonly nodeEnv: string
}

/** Something is wrong with the environment; the message names all of it at once, never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

/**
 * Reads the variables the API cannot work without. An empty variable counts as missing.
 * @throws {EnvironmentError} with every missing name in one message, so that one deployment shows them all
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const missing: string[] = []
  const take = (name: string, value: string | undefined): string => {
    if (value === undefined || value === '') missing.push(name)
    return value ?? ''
  }
  const environment = {
    databaseUrl: take('DATABASE_URL', variables.DATABASE_URL),
    jwtSecret: take('JWT_SECRET', variables.JWT_SECRET),
    sessionSecret: take('SESSION_SECRET', variables.SESSION_SECRET),
    openaiApiKey: take('OPENAI_API_KEY', variables.OPENAI_API_KEY),
    firebasePrivateKeyBase64: take('FIREBASE_PRIVATE_KEY_BASE64', variables.FIREBASE_PRIVATE_KEY_BASE64),
    port: portNumber(take('PORT', variables.PORT)),
    nodeEnv: take('NODE_ENV', variables.NODE_ENV),
  }
  if (missing.length > 0) throw new EnvironmentError(`missing environment variables: ${missing.join(', ')}`)
  if (!Number.isInteger(environment.port)) throw new EnvironmentError('PORT is not a port number (1 to 65535)')
  return environment
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port >= 1 && port <= 65_535 ? port : Number.NaN
}
