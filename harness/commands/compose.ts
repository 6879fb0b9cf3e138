import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverArguments, administrator, initdbArguments } from '../database/server/settings.ts'
import { Trouble } from '../findings/trouble.ts'
import { planTask, type TaskPlan } from '../plan/task.ts'
import { composeReport } from '../reports/compose.ts'
import type { BindMount, ComposeInput, DatabaseServer, ToolLayout } from '../reports/compose/input.ts'
import { resolveSecrets } from '../secrets/resolve.ts'
import { troubleMessage } from '../secrets/trouble.ts'
import { createMask } from '../sensitive/masking.ts'
import { readSettings } from '../settings/read.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { stands } from '../verdict/exit-code.ts'
import { readEnvironmentFiles } from './environment-files.ts'
import { globalArguments } from './global-arguments.ts'
import { identityOf } from './identity.ts'
import { load, type Loaded } from './load.ts'
import type { Surroundings } from './options.ts'
import { readUserFile } from './read-file.ts'
import { openStore } from './secret-store.ts'

export interface ComposeOptions {
  readonly settings?: string | undefined
  /** Where the file is written; its paths are relative to it. */
  readonly output?: string | undefined
}

/** The stock image of the tool's own containers. */
const toolImage = 'node:24-alpine'
const toolDirectory = '/ecs-preflight'

/**
 * The plan as a Compose file: into the file `output`, or returned, then with paths relative to the settings. Mirrors and
 * preflight.local.yaml do not count, because the file is the same on every machine. Throws Trouble when there is no plan.
 */
export async function compose(
  file: string | undefined,
  { settings, output }: ComposeOptions,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const loaded = await withoutThisMachine(await load(file, { starting: true, ...(settings === undefined ? {} : { settings }) }))
  const { definition, plan } = await planOf(loaded, surroundings)
  const [database, ...more] = plan.databases
  if (more.length > 0)
    throw new Trouble(
      'words',
      'more than one entry under "databases" is not supported by this version: keep the one that the task needs to start',
    )
  const directory = output === undefined ? loaded.base : dirname(resolve(output))
  const fromThere = (path: string): string => relativePath(directory, resolve(loaded.base, path))
  const text = composeReport({
    plan: {
      ...plan,
      containers: plan.containers.map((container) =>
        container.imagePlan.kind === 'build'
          ? { ...container, imagePlan: { ...container.imagePlan, context: fromThere(container.imagePlan.context) } }
          : container,
      ),
    },
    taskDefinition: basename(loaded.file),
    toolImage,
    tool: toolLayout(directory),
    secretVariable: secretVariables(definition),
    buildArguments: await buildArguments(plan, loaded),
    server,
    ...(database?.schema === undefined ? {} : { schema: await schemaMount(resolve(loaded.base, database.schema), fromThere) }),
  })
  if (output === undefined) return text
  await writeFile(output, text).catch((cause: unknown) => {
    throw new Trouble('file', `"${output}" cannot be written: name another file with --output`, { cause })
  })
  return undefined
}

/** How the stand-in is started: its files come from the endpoints, and are laid where the server may read them. */
const server: DatabaseServer = {
  administrator,
  initdbArguments: initdbArguments.filter((argument) => !argument.startsWith('--username') && !argument.startsWith('--auth')),
  arguments: [
    ...serverArguments(),
    ...serverArguments({ hba_file: '/tmp/pg_hba.conf', ssl: 'on', ssl_cert_file: '/tmp/server.crt', ssl_key_file: '/tmp/server.key' }),
  ],
}

async function withoutThisMachine(loaded: Loaded): Promise<Loaded> {
  if (loaded.settingsFile === undefined) return loaded
  const { settings } = readSettings([await readUserFile(loaded.settingsFile)])
  return settings === undefined ? loaded : { ...loaded, settings: { ...settings, mirrors: {} } }
}

async function planOf(
  loaded: Loaded,
  { signal, progress }: Surroundings,
): Promise<{ readonly definition: TaskDefinition; readonly plan: TaskPlan }> {
  const { definition, settings, file } = loaded
  const opened = definition === undefined ? undefined : await openStore(loaded, undefined)
  const resolution =
    definition === undefined || opened === undefined
      ? undefined
      : await resolveSecrets(definition, opened.store, { signal, defaultRegion: identityOf(definition, false).region })
  const [trouble] = resolution?.troubles ?? []
  if (trouble !== undefined) throw new Trouble('credentials', troubleMessage(trouble, opened?.store.name ?? ''))
  const environmentFiles = definition === undefined ? undefined : await readEnvironmentFiles(loaded)
  const planned =
    definition === undefined
      ? undefined
      : planTask({
          definition,
          settings,
          identity: identityOf(definition, false),
          secrets: resolution?.values ?? new Map(),
          environmentFiles: environmentFiles?.values ?? new Map(),
          overrides: new Map(),
          images: new Map(),
          localStore: false,
        })
  const errors = [
    ...loaded.findings,
    ...(environmentFiles?.findings ?? []),
    ...(resolution?.findings ?? []),
    ...(planned?.findings ?? []),
  ].filter((finding) => stands(finding) && finding.severity === 'error')
  const mask = createMask(resolution?.secretValues ?? [])
  for (const { file: at, line, column, id, message } of errors)
    progress(mask.mask(`${[at, line, column].filter((part) => part !== undefined).join(':')} error ${id}: ${message}`))
  if (definition === undefined || planned === undefined || errors.length > 0)
    throw new Trouble(
      'words',
      `there is no plan for "${file}" to write as Compose: correct what "ecs-preflight run --dry-run" says about it`,
    )
  return { definition, plan: planned.plan }
}

/** A secret's own name, unless containers mean different secrets by it. */
function secretVariables({ containerDefinitions }: TaskDefinition): ComposeInput['secretVariable'] {
  const meant = new Map<string, Set<string>>()
  for (const { secrets } of containerDefinitions)
    for (const { name, valueFrom } of secrets) meant.set(name, (meant.get(name) ?? new Set()).add(valueFrom))
  return (container, variable) =>
    (meant.get(variable)?.size ?? 0) > 1 ? `${container.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${variable}` : variable
}

/** What a Dockerfile may be told about its base images, and over it what the settings say. */
async function buildArguments(plan: TaskPlan, { base }: Loaded): Promise<ComposeInput['buildArguments']> {
  const found = await Promise.all(
    plan.containers.map(async ({ name, imagePlan }) => {
      if (imagePlan.kind !== 'build') return [name, {}] as const
      const { text } = await readUserFile(join(base, imagePlan.context, imagePlan.dockerfile))
      return [name, { ...globalArguments(text), ...imagePlan.args }] as const
    }),
  )
  return new Map(found)
}

async function schemaMount(path: string, fromThere: (path: string) => string): Promise<BindMount> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Trouble('file', `the schema "${path}" cannot be read: correct databases[].schema in preflight.yaml`, { cause })
  })
  const target = posix.join(toolDirectory, 'schema')
  return { source: fromThere(path), target: found.isDirectory() ? target : posix.join(target, basename(path)) }
}

/** The tool's sources with their packages, or the installed tool among the packages of the project. */
function toolLayout(directory: string): ToolLayout {
  const rooms = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const root = dirname(rooms)
  const packages = root.split(sep).lastIndexOf('node_modules')
  const mount = (path: string, target: string): BindMount => ({
    source: relativePath(directory, path),
    target: posix.join(toolDirectory, target),
  })
  const installedIn = root
    .split(sep)
    .slice(0, packages + 1)
    .join(sep)
  const mounts =
    packages < 0
      ? [
          mount(rooms, basename(rooms)),
          mount(join(root, 'node_modules'), 'node_modules'),
          mount(join(root, 'package.json'), 'package.json'),
        ]
      : [mount(installedIn, 'node_modules')]
  const place = packages < 0 ? basename(rooms) : posix.join('node_modules', ...relative(installedIn, rooms).split(sep))
  return {
    mounts,
    endpointsProgram: posix.join(toolDirectory, place, `commands/compose-endpoints${extension}`),
    watcherProgram: posix.join(toolDirectory, place, `endpoints/watcher${extension}`),
  }
}

/** Compose takes a path without a dot for the name of a volume. */
function relativePath(from: string, to: string): string {
  const path = relative(from, to).split(sep).join('/')
  if (path === '') return '.'
  return path.startsWith('.') ? path : `./${path}`
}
