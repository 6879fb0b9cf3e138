import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'

/** The database is an address of the loopback network where nothing listens: it refuses at once. */
export const completeEnvironment = {
  DATABASE_URL: 'postgresql://glossary:synthetic-password@127.9.9.9/glossary',
  JWT_SECRET: 'synthetic-jwt',
  SESSION_SECRET: 'synthetic-session',
  OPENAI_API_KEY: 'synthetic-openai',
  FIREBASE_PRIVATE_KEY_BASE64: 'c3ludGhldGlj',
  PORT: '8080',
  NODE_ENV: 'production',
} as const

export interface ApiProcess extends AsyncDisposable {
  /** Everything it printed so far. */
  readonly output: () => string
  /** Resolves when the output contains the words; rejects when the process ends or the deadline passes before. */
  readonly says: (words: string) => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** Runs the API from its sources with exactly these variables. */
export function startApi(variables: Readonly<Record<string, string>>): ApiProcess {
  const entry = path.join(import.meta.dirname, '..', '..', 'api', 'src', 'index.ts')
  const api = spawn(process.execPath, [entry], { env: variables, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [api.stdout, api.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(api, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null)
  return {
    output: () => output,
    says: async (words) => {
      const deadline = AbortSignal.timeout(10_000)
      const over = ended.then(() => 'ended')
      while (!output.includes(words)) {
        const next = await Promise.race([
          once(api.stdout, 'data', { signal: deadline }),
          once(api.stderr, 'data', { signal: deadline }),
          over,
        ])
        if (next === 'ended' && !output.includes(words)) throw new Error(`the API ended without saying "${words}": ${output}`)
      }
    },
    signal: (signal) => void api.kill(signal),
    ended,
    [Symbol.asyncDispose]: async () => {
      api.kill('SIGKILL')
      await ended
    },
  }
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return String(address.port)
}
