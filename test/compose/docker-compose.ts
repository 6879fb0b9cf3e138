import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { repository } from '../support/command-line.ts'

const run = promisify(execFile)

/** What this machine has instead of the images that the project names; nothing where a registry can be reached. */
interface LocalSettings {
  readonly mirrors?: Readonly<Record<string, string>>
  readonly images?: Readonly<Record<string, { readonly build?: { readonly args?: Readonly<Record<string, string>> } }>>
}

interface Secrets {
  readonly secretsManager: Readonly<Record<string, { readonly arn: string; readonly value: string }>>
}

interface Definition {
  readonly containerDefinitions: readonly { readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[] }[]
}

/** The program with a hyphen, as Debian has it, or the engine's own "compose"; undefined where there is neither. */
export const composeProgram = await (async (): Promise<readonly [string, ...string[]] | undefined> => {
  for (const program of [['docker-compose'], ['docker', 'compose']] as const) {
    const [file, ...words] = program
    const there = await run(file, [...words, 'version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    )
    if (there) return program
  }
  return undefined
})()

/** Runs docker-compose in the repository. Rejects, with what it printed, when it fails or takes too long. */
export async function dockerCompose(words: readonly string[], environment: NodeJS.ProcessEnv, withinMs: number): Promise<string> {
  if (composeProgram === undefined) throw new Error('there is no docker-compose on this machine: install it (Debian: docker-compose)')
  const [file, ...first] = composeProgram
  // The classic builder, as the harness uses it: BuildKit is not in every engine.
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DOCKER_HOST: process.env['DOCKER_HOST'], DOCKER_BUILDKIT: '0' }
  try {
    const { stdout } = await run(file, [...first, ...words], { cwd: repository, env: { ...env, ...environment }, timeout: withinMs })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`docker-compose ${words.join(' ')} failed: ${stdout.slice(-2000)}${stderr.slice(-2000)}`, { cause: error })
  }
}

/** The synthetic values of fixtures/secrets.yaml under the names that the task definition gives them. */
export async function secretVariables(): Promise<Readonly<Record<string, string>>> {
  const { secretsManager } = parse(await readFile(join(repository, 'fixtures', 'secrets.yaml'), 'utf8')) as Secrets
  const { containerDefinitions } = JSON.parse(await readFile(join(repository, 'task-definition-prod.json'), 'utf8')) as Definition
  return Object.fromEntries(
    containerDefinitions.flatMap(({ secrets }) =>
      secrets.map(({ name, valueFrom }) => {
        const secret = Object.values(secretsManager).find(({ arn }) => arn === valueFrom)
        if (secret === undefined) throw new Error(`fixtures/secrets.yaml has no "${valueFrom}"`)
        return [name, secret.value]
      }),
    ),
  )
}

/** The images of this machine, as preflight.local.yaml names them, and a limit that every engine may set. */
export async function machineVariables(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(repository, 'preflight.local.yaml'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const { mirrors = {}, images = {} } = parse(text) as LocalSettings
  const node = mirrors['node:24-alpine']
  const postgres = mirrors['postgres:17-alpine']
  return {
    ...images['api']?.build?.args,
    ...(node === undefined ? {} : { ECS_PREFLIGHT_NODE_IMAGE: node }),
    ...(postgres === undefined ? {} : { ECS_PREFLIGHT_POSTGRES_IMAGE: postgres }),
    // An engine in a container may not raise its limits.
    ECS_PREFLIGHT_ULIMIT_NOFILE: '1024',
  }
}
