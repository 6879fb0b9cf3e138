import Docker from 'dockerode'
import { Trouble } from '../../findings/trouble.ts'
import { within } from '../../waiting/within.ts'
import type { RuntimeFacts } from '../runtime.ts'

const answersWithinMs = 5000

/** Connects to the engine that DOCKER_HOST names, else to the local socket. Throws Trouble when none answers. */
export async function connectEngine(): Promise<{ readonly docker: Docker; readonly facts: RuntimeFacts }> {
  const docker = new Docker()
  const where = process.env['DOCKER_HOST'] ?? '/var/run/docker.sock'
  try {
    const info = (await within(answersWithinMs, `an answer of the engine at ${where}`, docker.info())) as {
      ServerVersion: string
      Architecture: string
      NCPU: number
      MemTotal: number
    }
    return {
      docker,
      facts: {
        kind: 'docker',
        version: info.ServerVersion,
        architecture: architectureOf(info.Architecture),
        cpus: info.NCPU,
        memoryMiB: Math.round(info.MemTotal / 1_048_576),
      },
    }
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    throw new Trouble('no-engine', `no container engine answers at ${where} (${reasonOf(cause)}): start Docker, or set DOCKER_HOST`, {
      cause,
    })
  }
}

const lostEngines = new WeakSet<Docker>()

/** From now on nothing is asked of this engine: it does not answer, and everybody would wait in turn to find that out. */
export function giveUpEngine(docker: Docker): void {
  lostEngines.add(docker)
}

export function isGivenUp(docker: Docker): boolean {
  return lostEngines.has(docker)
}

/**
 * The error that came first, told as trouble when it says that the engine went away. What fails afterwards, while things are
 * released, follows from it and says less.
 */
export function firstTrouble(error: unknown): unknown {
  let first = error
  while (first instanceof SuppressedError) first = first.suppressed
  if (!isConnectionLoss(first)) return first
  return new Trouble(
    'engine',
    `the engine went away (${reasonOf(first)}): start it again and repeat; the next run removes what this one left there`,
    { cause: first },
  )
}

/** No answer of an engine: the connection to it was refused or broke. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Trouble || statusOf(error) !== undefined) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code ?? '') || (code === 'ENOENT' && syscall === 'connect')
}

/** The engine's own sentence out of one of its errors. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const { json } = error as { json?: { message?: string } }
    if (json?.message !== undefined) return json.message
  }
  // Where the engine's answer was no JSON, the client puts its own words before the engine's.
  return (error instanceof Error ? error.message : String(error)).replace(/^\(HTTP code \d+\) [^-]*- /, '').trim()
}

/** The HTTP status the engine answered with; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : undefined
}

/** The kernel's name of an architecture as images spell it. */
function architectureOf(name: string): string {
  return { x86_64: 'amd64', aarch64: 'arm64' }[name] ?? name
}
