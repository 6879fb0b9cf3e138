import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { repository } from './command-line.ts'

interface LocalSettings {
  readonly mirrors?: Readonly<Record<string, string>>
  readonly images?: Readonly<Record<string, { readonly build?: { readonly args?: Readonly<Record<string, string>> } }>>
}

/**
 * Lets a directory's preflight.yaml work on a machine without an image registry: writes the untracked settings beside it,
 * with the stand-ins that the repository's own preflight.local.yaml names. Where there is no such file, nothing is needed.
 * @param containers those whose image is built
 */
export async function writeLocalSettings(directory: string, containers: readonly string[]): Promise<void> {
  const own = await localSettings()
  if (own === undefined) return
  const settings = {
    mirrors: own.mirrors ?? {},
    images: Object.fromEntries(containers.map((name) => [name, { build: { args: buildArguments(own) } }])),
  }
  await writeFile(join(directory, 'preflight.local.yaml'), `# Written by the tests; not tracked.\n${stringify(settings)}`)
}

async function localSettings(): Promise<LocalSettings | undefined> {
  try {
    return parse(await readFile(join(repository, 'preflight.local.yaml'), 'utf8')) as LocalSettings
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function buildArguments({ images }: LocalSettings): Readonly<Record<string, string>> {
  return Object.values(images ?? {})[0]?.build?.args ?? {}
}
