import { createHash, randomBytes } from 'node:crypto'
import type { Finding } from '../findings/finding.ts'
import { Trouble } from '../findings/trouble.ts'
import { planTask, type TaskPlan } from '../plan/task.ts'
import { resolveSecrets, type Resolution } from '../secrets/resolve.ts'
import { troubleMessage } from '../secrets/trouble.ts'
import { createMask } from '../sensitive/masking.ts'
import type { Source } from '../source/source.ts'
import { createRecorder } from '../timeline/recorder.ts'
import { exitCodeOf, stands, verdictOf } from '../verdict/exit-code.ts'
import type { Report } from '../verdict/report.ts'
import { runReport } from '../verdict/run-report.ts'
import { wallClock } from '../waiting/clock.ts'
import { readEnvironmentFiles } from './environment-files.ts'
import { ignoreFindings } from './ignore.ts'
import { identityOf } from './identity.ts'
import { load, type Loaded } from './load.ts'
import type { RunOptions, Surroundings } from './options.ts'
import { overridesOf } from './overrides.ts'
import { playOnEngine, type Played } from './play-on-engine.ts'
import { openStore } from './secret-store.ts'

/** What a run found, and the plan it followed. */
export interface RunOutcome {
  /** For code frames. */
  readonly sources: readonly Source[]
  readonly report: Report
  readonly plan: TaskPlan | undefined
}

/** The main job: from the file to the verdict. Everything that was started is gone when it returns or throws. */
export async function run(file: string | undefined, options: RunOptions, surroundings: Surroundings): Promise<RunOutcome> {
  const startedAt = new Date()
  const clock = wallClock()
  const loaded = await load(file, { ...options, starting: true })
  const { definition } = loaded
  if (definition === undefined)
    return { plan: undefined, sources: [loaded.source], report: withoutPlan(loaded, startedAt, options, surroundings.version) }

  const opened = await openStore(loaded, options.secrets)
  const resolution =
    opened === undefined
      ? nothingResolved(definition, loaded.findings)
      : await resolveSecrets(definition, opened.store, { signal: surroundings.signal, defaultRegion: identityOf(definition).region })
  const environmentFiles = await readEnvironmentFiles(loaded)
  const mask = createMask(resolution.secretValues)
  const recorder = createRecorder({
    now: () => clock.now(),
    mask: (happening) => {
      const leaked = happening.type === 'log' ? mask.seen(happening.text) : []
      return leaked.length === 0 ? mask.maskDeep(happening) : ({ ...mask.maskDeep(happening), leaked } as typeof happening)
    },
    onEvent: (event) => {
      if (event.type === 'log') surroundings.progress(`${event.container} | ${event.text}`)
    },
  })
  const identity = identityOf(definition, !options.dryRun)
  const planInput = {
    definition,
    settings: loaded.settings,
    identity,
    secrets: resolution.values,
    overrides: overridesOf(options.env, definition),
    environmentFiles: environmentFiles.values,
    localStore: opened?.served !== undefined,
  }
  const first = planTask({ ...planInput, images: new Map() })
  const before = withoutRepeats([
    ...loaded.findings,
    ...(opened?.findings ?? []),
    ...resolution.findings,
    ...environmentFiles.findings,
    ...first.findings,
  ])
  const known = ignoreFindings(before, loaded, { possible: () => false })
  const trouble = resolution.troubles.map((refusal) => troubleMessage(refusal, opened?.store.name ?? ''))[0]
  const blocked = known.filter(stands).some(({ severity }) => severity === 'error') || trouble !== undefined

  let played: Played | undefined
  if (!options.dryRun && (!blocked || options.force)) {
    played = await playOnEngine({
      run: randomBytes(5).toString('hex'),
      plan: first.plan,
      replan: (images) => planTask({ ...planInput, images }).plan,
      loaded,
      options,
      surroundings,
      clock,
      recorder,
      served: opened?.served,
    })
  }
  const plan = played?.plan ?? first.plan
  const findings = mask.maskDeep(
    ignoreFindings([...before, ...(played?.findings ?? [])], loaded, { possible: () => played !== undefined && played.checks.length > 0 }),
  )
  const checks = mask.maskDeep(played?.checks ?? [])
  const cannotTell = trouble ?? played?.trouble
  const verdict = verdictOf({ findings, checks, strict: options.strict, ...(cannotTell === undefined ? {} : { trouble: cannotTell }) })
  return {
    plan,
    sources: [loaded.source],
    report: {
      schemaVersion: 1,
      tool: surroundings.version,
      command: 'run',
      verdict,
      exitCode: exitCodeOf(verdict),
      startedAt: startedAt.toISOString(),
      durationMs: clock.now(),
      files: [loaded.file],
      findings,
      runs: [
        runReport({
          plan,
          timeline: recorder.timeline,
          checks,
          findings,
          verdict,
          taskDefinition: { file: loaded.file, family: identity.family, sha256: sha256([loaded.source]) },
          settings: loaded.settingsFile === undefined ? undefined : { file: loaded.settingsFile, sha256: sha256(loaded.settingsSources) },
          runtime: played?.runtime,
          imageDigests: played?.imageDigests ?? new Map(),
          standIns: played?.standIns ?? new Map(),
        }),
      ],
      ...(cannotTell === undefined ? {} : { trouble: cannotTell }),
    },
  }
}

/** Of two findings with one id at one place, the graver one is told. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const rank = { error: 2, warning: 1, info: 0 } as const
  const best = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.id} ${finding.file} ${finding.line} ${finding.column} ${finding.path?.join('.') ?? finding.message}`
    const known = best.get(key)
    if (known === undefined || rank[finding.severity] > rank[known.severity]) best.set(key, finding)
  }
  return [...best.values()]
}

function nothingResolved(definition: NonNullable<Loaded['definition']>, known: readonly Finding[]): Resolution {
  // What is wrong with the file is told first: nothing would be started anyway.
  const wrong = known.some(({ severity }) => severity === 'error')
  const wanted = !wrong && definition.containerDefinitions.some(({ secrets }) => secrets.length > 0)
  if (wanted)
    throw new Trouble(
      'words',
      'the task definition has secrets, and nothing says where they are answered: set "secrets" in preflight.yaml, or give --secrets FILE',
    )
  return { values: new Map(), logOptions: new Map(), secretValues: [], findings: [], answers: [], troubles: [] }
}

function withoutPlan(loaded: Loaded, startedAt: Date, options: RunOptions, version: string): Report {
  const verdict = verdictOf({ findings: loaded.findings, checks: [], strict: options.strict })
  return {
    schemaVersion: 1,
    tool: version,
    command: 'run',
    verdict,
    exitCode: exitCodeOf(verdict),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    files: [loaded.file],
    findings: loaded.findings,
    runs: [],
  }
}

function sha256(sources: readonly Source[]): string {
  return createHash('sha256')
    .update(sources.map(({ text }) => text).join('\n'))
    .digest('hex')
}
