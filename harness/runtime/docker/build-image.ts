import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { ImagePlan } from '../../plan/image.ts'
import type { ImageOutcome } from '../runtime.ts'
import { buildContext } from './build-context.ts'
import { isConnectionLoss, reasonOf } from './engine.ts'

/** What the builder prints, a line of JSON each. */
interface BuildLine {
  readonly stream?: string
  readonly error?: string
}

const tailLines = 12

/** Builds an image with the engine's own builder, from the context that .dockerignore leaves. Undefined: it is built. */
export async function buildImage(
  docker: Docker,
  { context, dockerfile, args, target, reference }: Extract<ImagePlan, { kind: 'build' }>,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ImageOutcome | undefined> {
  const failed = (reason: string): ImageOutcome => ({ status: 'failed', fault: 'author', during: 'build', reason })
  if (!existsSync(context) || !statSync(context).isDirectory()) return failed(`there is no directory "${context}" to build from`)
  if (!existsSync(join(context, dockerfile))) return failed(`there is no "${dockerfile}" in "${context}"`)
  try {
    const stream = await docker.buildImage(buildContext(context, dockerfile), {
      t: reference,
      dockerfile,
      buildargs: args,
      labels,
      abortSignal: signal,
      rm: true,
      forcerm: true,
      ...(target === undefined ? {} : { target }),
    })
    const said: string[] = []
    const error = await new Promise<string | undefined>((resolve, reject) => {
      docker.modem.followProgress(
        stream,
        (cause, lines) =>
          cause === null ? resolve((lines as BuildLine[]).find((line) => line.error !== undefined)?.error) : reject(cause),
        (line: BuildLine) => {
          if (line.stream?.trim()) said.push(line.stream.trimEnd())
          if (said.length > tailLines) said.shift()
        },
      )
    })
    return error === undefined ? undefined : failed([error, ...said].join('\n'))
  } catch (error) {
    if (signal.aborted || isConnectionLoss(error)) throw error
    return failed(reasonOf(error))
  }
}
