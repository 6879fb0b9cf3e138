import { createHash } from 'node:crypto'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Docker from 'dockerode'
import { lastLines } from './command.ts'

/** An image the tests need, and everything that decides what is in it. */
export interface ImageSource {
  /** Name and tag on the engine, `ecs-preflight-test/…`. */
  readonly tag: string
  readonly dockerfile: string
  /** What the Dockerfile's text does not show but the image depends on: versions, copied scripts. */
  readonly parts: readonly string[]
  /** Puts the files that the Dockerfile copies into the build context. */
  readonly stage: (context: string) => Promise<void>
}

/** Root file systems and build contexts are made here: `/tmp` is often small, or mounted without devices. */
export const workingDirectory = '/var/tmp/ecs-preflight-images-'

const recipeLabel = 'ecs-preflight-test.recipe'

/** One word for everything an image is made from; an image that carries it need not be built again. */
export function recipeOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16)
}

export async function isPresent(docker: Docker, tag: string, recipe: string): Promise<boolean> {
  try {
    const { Config } = await docker.getImage(tag).inspect()
    return Config.Labels?.[recipeLabel] === recipe
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return false
    throw error
  }
}

/** Makes an image without a Dockerfile from a root file system packed as tar. */
export async function importRootFileSystem(docker: Docker, tag: string, recipe: string, tar: NodeJS.ReadableStream): Promise<void> {
  const [repo, tagName] = tag.split(':')
  const changes = [`LABEL ${recipeLabel}=${recipe}`, 'CMD ["bash"]']
  await finish(docker, tag, await docker.importImage(tar, { repo, tag: tagName, changes }))
}

/** Builds an image with the engine's classic builder. Output is shown only when the build fails. */
export async function buildImage(docker: Docker, source: ImageSource, recipe: string): Promise<void> {
  await using context = await mkdtempDisposable(workingDirectory)
  await writeFile(path.join(context.path, 'Dockerfile'), source.dockerfile)
  await source.stage(context.path)
  const options = { t: source.tag, labels: { [recipeLabel]: recipe }, forcerm: true, nocache: true }
  await finish(docker, source.tag, await docker.buildImage({ context: context.path, src: ['.'] }, options))
}

function finish(docker: Docker, tag: string, progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error, output: readonly { stream?: string; error?: string }[] | null) => {
      const refusal = error ?? output?.find((line) => line.error !== undefined)?.error
      if (refusal === undefined) resolve()
      else
        reject(new Error(`${tag} was not built: ${lastLines(output?.map((line) => line.stream ?? '').join('') ?? '')}`, { cause: refusal }))
    })
  })
}
