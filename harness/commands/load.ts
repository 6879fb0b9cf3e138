import { dirname, join, resolve } from 'node:path'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { applyRules } from '../rules/index.ts'
import { defaultSettings, readSettings } from '../settings/read.ts'
import type { Settings } from '../settings/schema.ts'
import type { Source } from '../source/source.ts'
import { parseTaskDefinition } from '../task-definition/parse.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { sourceOfCommand, sourceOfFile } from './definition-source.ts'
import { exists, readUserFile } from './read-file.ts'
import { shown } from './shown.ts'

/** A task definition with the settings beside it, both read and judged, nothing asked yet. */
export interface Loaded {
  readonly file: string
  readonly source: Source
  readonly definition: TaskDefinition | undefined
  readonly settings: Settings
  readonly settingsFile: string | undefined
  readonly settingsSources: readonly Source[]
  /** Paths in the settings are relative to it. */
  readonly base: string
  readonly findings: readonly Finding[]
}

export interface LoadOptions {
  readonly settings?: string
  readonly family?: string
  readonly images?: Readonly<Record<string, string>>
  /** What fills the names of a template. */
  readonly values?: Readonly<Record<string, string>>
  /** The task is about to be started, so that what a pipeline fills in has to be there. */
  readonly starting: boolean
}

/** Reads definition and settings. Without a file, the settings say which. Throws Trouble for what cannot be read. */
export async function load(file: string | undefined, options: LoadOptions, settingsOf: typeof settingsFor = settingsFor): Promise<Loaded> {
  const { settingsFile, settingsSources, base, settings, settingsFindings } = await settingsOf(options.settings, directoryOf(file))
  if (file === undefined && settings.taskDefinition === undefined) throw unnamed(settingsFile, settingsFindings[0])
  const source = await sourceFor(file, settings, base, options.values ?? {})
  const given = {
    ...(options.family === undefined ? {} : { family: options.family }),
    ...(options.images === undefined ? {} : { images: options.images }),
  }
  const { definition, findings: readingFindings } = parseTaskDefinition(source, given)
  const ruleFindings = definition === undefined ? [] : applyRules(definition, { starting: options.starting, ...serviceContext(settings) })
  return {
    file: source.file,
    source,
    definition,
    settings,
    settingsFile: settingsFile === undefined ? undefined : shown(settingsFile),
    base,
    settingsSources,
    findings: [...settingsFindings, ...readingFindings, ...ruleFindings],
  }
}

interface SettingsRead extends Pick<Loaded, 'settings' | 'settingsFile' | 'settingsSources' | 'base'> {
  readonly settingsFindings: readonly Finding[]
}

/** The settings that were named, or those of a directory; every call reads them. */
async function settingsFor(named: string | undefined, directory: string): Promise<SettingsRead> {
  const settingsFile = named ?? (await findSettings(directory))
  const settingsSources = settingsFile === undefined ? [] : await readAllSettings(settingsFile)
  const base = settingsFile === undefined ? process.cwd() : dirname(resolve(settingsFile))
  const { settings = settingsDespite(settingsSources), findings: settingsFindings } = readSettings(settingsSources)
  return { settingsFile, settingsSources, base, settings, settingsFindings }
}

/** Settings for many definitions in one call, which mostly have the same: every directory is looked at once. */
export function rememberedSettings(): typeof settingsFor {
  const read = new Map<string, Promise<SettingsRead>>()
  return (named, directory) => {
    const known = read.get(directory) ?? settingsFor(named, directory)
    read.set(directory, known)
    return known
  }
}

function directoryOf(file: string | undefined): string {
  return file === undefined || file === '-' ? process.cwd() : dirname(resolve(file))
}

function serviceContext({ service }: Settings) {
  if (service === undefined) return {}
  const { targetGroup, healthCheckGracePeriod } = service
  return {
    service: {
      healthCheckGracePeriodSeconds: healthCheckGracePeriod / 1000,
      ...(targetGroup === undefined ? {} : { targetGroup: { container: targetGroup.container, port: targetGroup.port } }),
    },
  }
}

async function sourceFor(
  file: string | undefined,
  { taskDefinition }: Settings,
  base: string,
  values: Readonly<Record<string, string>>,
): Promise<Source> {
  if (file !== undefined) return sourceOfFile(file, values)
  if (typeof taskDefinition === 'object') return sourceOfCommand(taskDefinition.command, base)
  return sourceOfFile(shown(resolve(base, taskDefinition ?? '')), values)
}

/** With a mistake in them nothing of the settings holds; but the definition they name is judged all the same. */
function settingsDespite(sources: readonly Source[]): Settings {
  const named = sources
    .map(({ value }) => (value as { taskDefinition?: unknown } | null | undefined)?.taskDefinition)
    .findLast((taskDefinition) => typeof taskDefinition === 'string')
  return { ...defaultSettings(), ...(named === undefined ? {} : { taskDefinition: named }) }
}

function unnamed(settingsFile: string | undefined, mistake: Finding | undefined): Trouble {
  if (settingsFile === undefined) return new Trouble('words', 'no task definition was named, and there is no preflight.yaml: name the file')
  if (mistake === undefined)
    return new Trouble('words', `no task definition was named, and ${shown(settingsFile)} has no "taskDefinition": name the file`)
  const { file = shown(settingsFile), line = 1, column = 1, message } = mistake
  return new Trouble('words', `${file}:${line}:${column} ${message}: correct the settings`)
}

/** preflight.yaml beside the definition, then upwards. */
async function findSettings(from: string): Promise<string | undefined> {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'preflight.yaml')
    if (await exists(candidate)) return candidate
    if (dirname(directory) === directory) return undefined
  }
}

/** The settings, and over them those of this machine, which git does not track. */
async function readAllSettings(file: string): Promise<Source[]> {
  const local = file.replace(/\.ya?ml$/, '.local.yaml')
  const files = [file, ...(local !== file && (await exists(local)) ? [local] : [])]
  return Promise.all(files.map((each) => readUserFile(shown(each))))
}
