import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory of a user's, with what a test puts there. */
export interface Project extends AsyncDisposable {
  readonly directory: string
  path(file: string): string
}

/** Makes a directory of these files; objects are written as JSON. Gone with `await using`. */
export async function project(files: Readonly<Record<string, string | object>>): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), 'project-'))
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2))
  return {
    directory,
    path: (file) => join(directory, file),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

/** A task definition that ECS would register, with one container of this image. */
export function smallDefinition(image: string, more: object = {}): object {
  return {
    family: 'small',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::927289246324:role/ecsTaskExecutionRole',
    containerDefinitions: [{ name: 'web', image, essential: true }],
    ...more,
  }
}
