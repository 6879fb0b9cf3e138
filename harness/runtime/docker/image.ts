import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type Docker from 'dockerode'
import type { ImageFacts } from '../../image/image-facts.ts'
import type { ImagePlan } from '../../plan/image.ts'
import type { ImageOutcome } from '../runtime.ts'
import { buildImage } from './build-image.ts'
import { reasonOf, statusOf } from './engine.ts'

const run = promisify(execFile)
const commandWithinMs = 30 * 60_000

/** Has an image at hand: builds it, lets the team's own step make it, or pulls it where it is not there. */
export async function prepareImage(docker: Docker, container: string, image: ImagePlan, signal: AbortSignal): Promise<ImageOutcome> {
  const startedAt = performance.now()
  const failure = await obtain(docker, container, image, signal)
  if (failure !== undefined) return failure
  const facts = await inspectImage(docker, image.reference)
  if (facts !== undefined) return { status: 'ready', facts, tookMs: Math.round(performance.now() - startedAt) }
  return {
    status: 'failed',
    fault: 'author',
    during: 'command',
    reason: `the step ended, but there is no image "${image.reference}" on the engine`,
  }
}

async function obtain(docker: Docker, container: string, image: ImagePlan, signal: AbortSignal): Promise<ImageOutcome | undefined> {
  switch (image.kind) {
    case 'build':
      return buildImage(docker, image, { 'ecs-preflight.image': container }, signal)
    case 'command': {
      const [file = '', ...args] = image.command
      try {
        await run(file, args, { signal, timeout: commandWithinMs })
        return undefined
      } catch (error) {
        const { stderr = '', message } = error as { stderr?: string; message: string }
        return { status: 'failed', fault: 'author', during: 'command', reason: stderr.trim().split('\n').slice(-5).join('\n') || message }
      }
    }
    case 'present-or-pull':
      return (await inspectImage(docker, image.reference)) === undefined ? pull(docker, image.reference, signal) : undefined
  }
}

async function pull(docker: Docker, reference: string, signal: AbortSignal): Promise<ImageOutcome | undefined> {
  try {
    const stream = await docker.pull(reference, { abortSignal: signal })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)))
    })
    return undefined
  } catch (error) {
    const reason = reasonOf(error)
    // The registry answered and has no such image, or hides it: ECS would fail too. Everything else says nothing about ECS.
    const refused = statusOf(error) === 404 || /not found|manifest unknown|pull access denied|no matching manifest|denied/i.test(reason)
    return { status: 'failed', fault: refused ? 'author' : 'world', during: 'pull', reason }
  }
}

async function inspectImage(docker: Docker, reference: string): Promise<ImageFacts | undefined> {
  try {
    const { Id, RepoDigests, Architecture, Os, Size, Config } = await docker.getImage(reference).inspect()
    const digest = RepoDigests?.[0]
    const config = (Config ?? {}) as Partial<typeof Config> & { StopSignal?: string; Shell?: string[]; Healthcheck?: { Test?: string[] } }
    const entryPoint = config.Entrypoint ?? []
    return {
      reference,
      id: Id,
      ...(digest === undefined ? {} : { digest }),
      architecture: Architecture,
      os: Os,
      environment: config.Env ?? [],
      user: config.User ?? '',
      workingDirectory: config.WorkingDir || '/',
      entryPoint: typeof entryPoint === 'string' ? [entryPoint] : entryPoint,
      command: config.Cmd ?? [],
      exposedPorts: Object.keys(config.ExposedPorts ?? {}).map((port) => Number.parseInt(port, 10)),
      volumes: Object.keys(config.Volumes ?? {}),
      stopSignal: config.StopSignal ?? 'SIGTERM',
      ...(config.Shell === undefined ? {} : { shell: config.Shell }),
      hasHealthCheck: config.Healthcheck?.Test !== undefined,
      sizeBytes: Size,
    }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
