import { join } from 'node:path'
import { playTask } from '../agent/play-task.ts'
import { runChecks } from '../checks/index.ts'
import { diagnose } from '../diagnosis/index.ts'
import type { LocalStore as ServedStore } from '../endpoints/configuration.ts'
import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import { Trouble } from '../findings/trouble.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { RunningTask } from '../runtime/runtime.ts'
import { decisionOf } from '../timeline/questions.ts'
import type { Recorder } from '../timeline/recorder.ts'
import type { RunReport } from '../verdict/report.ts'
import type { Clock } from '../waiting/clock.ts'
import type { Loaded } from './load.ts'
import type { RunOptions, Surroundings } from './options.ts'
import { imageFindings } from './image-findings.ts'
import { readsOf } from './code-reads.ts'
import { openDatabase, type OpenedDatabase } from './open-database.ts'

export interface PlayInput {
  readonly run: string
  readonly plan: TaskPlan
  /** The plan again, when it is known what the images say. */
  readonly replan: (images: ReadonlyMap<string, ImageFacts>) => TaskPlan
  readonly loaded: Loaded
  readonly options: RunOptions
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly recorder: Recorder
  readonly served: ServedStore | undefined
}

export interface Played {
  readonly plan: TaskPlan
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckOutcome[]
  readonly runtime: RunReport['runtime']
  readonly imageDigests: ReadonlyMap<string, string>
  readonly standIns: ReadonlyMap<string, { readonly version: string; readonly description: string }>
  readonly trouble?: string
}

/** The stock image of the tool's own two containers. */
const toolImage = 'node:24-alpine'

/** Runs the planned task on an engine and judges what happened. Everything it started is gone afterwards, whatever failed. */
export async function playOnEngine(input: PlayInput): Promise<Played> {
  const { run, plan, loaded, options, surroundings, recorder } = input
  const { signal, progress } = surroundings
  if (options.runtime === 'process')
    throw new Trouble('words', '--runtime process is not supported by this version: start a container engine and use --runtime docker')
  const { openDockerRuntime } = await import('../runtime/docker/docker-runtime.ts')
  await using runtime = await openDockerRuntime({
    run,
    family: plan.identity.family,
    toolImage: loaded.settings.mirrors[toolImage] ?? toolImage,
  })
  await using stack = new AsyncDisposableStack()

  progress(`images and database on Docker ${runtime.facts.version}`)
  // Whatever happens, what was begun has to be had before it can be released.
  const opening = openDatabase(plan, runtime, loaded, signal).then((made) => {
    if (made !== undefined) stack.use(made)
    return made
  })
  const [database, images] = await settleBoth(
    opening,
    Promise.all(
      plan.containers.map(async ({ name, imagePlan }) => {
        const image = imagePlan.kind === 'build' ? { ...imagePlan, context: join(loaded.base, imagePlan.context) } : imagePlan
        return [name, await runtime.prepareImage(name, image, signal)] as const
      }),
    ),
  )
  signal.throwIfAborted()
  const facts = new Map<string, ImageFacts>()
  for (const [name, outcome] of images) {
    if (outcome.status === 'failed') continue
    facts.set(name, outcome.facts)
    recorder.emit({
      type: 'image-ready',
      container: name,
      image: outcome.facts.reference,
      digest: outcome.facts.digest ?? outcome.facts.id,
      tookMs: outcome.tookMs,
    })
  }
  const world = images.flatMap(([name, outcome]) =>
    outcome.status === 'failed' && outcome.fault === 'world'
      ? [
          `the image of "${name}" cannot be had here (${outcome.reason}): log in to its registry, or name another under "images" or "mirrors"`,
        ]
      : [],
  )[0]
  const common = {
    runtime: runtime.facts,
    imageDigests: new Map([...facts].map(([name, { digest, id }]) => [name, digest ?? id])),
    standIns: database?.standIns ?? new Map<string, { version: string; description: string }>(),
  }
  const aboutImages = imageFindings(plan, images, runtime.facts).map((finding) => at(finding, loaded))
  const complete = input.replan(facts)
  if (facts.size < images.length || (aboutImages.some(({ severity }) => severity === 'error') && !options.force)) {
    return { plan: complete, findings: aboutImages, checks: [], ...common, ...(world === undefined ? {} : { trouble: world }) }
  }
  const reads = await playAndLook(input, complete, facts, database, runtime.openTask.bind(runtime))
  return { ...judge(complete, recorder, reads, loaded, aboutImages), ...common }
}

/** Waits for both, also when one fails, so that nothing goes on behind the back of who cleans up. */
async function settleBoth<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<[First, Second]> {
  const [one, two] = await Promise.allSettled([first, second])
  if (one.status === 'rejected') throw one.reason
  if (two.status === 'rejected') throw two.reason
  return [one.value, two.value]
}

type Reads = Awaited<ReturnType<typeof readsOf>>

async function playAndLook(
  { surroundings, clock, recorder, options, served }: PlayInput,
  plan: TaskPlan,
  images: ReadonlyMap<string, ImageFacts>,
  database: OpenedDatabase | undefined,
  openTask: (plan: TaskPlan, options: Parameters<import('../runtime/runtime.ts').Runtime['openTask']>[1]) => Promise<RunningTask>,
): Promise<Reads> {
  const { signal, progress } = surroundings
  progress('starting the task')
  const authorityPem =
    database?.authorityPem ?? (await (await import('../gateway/certificate-authority.ts')).createAuthority()).certificatePem
  await using task = await openTask(plan, {
    emit: recorder.emit,
    signal,
    authorityPem,
    images,
    ...(database === undefined ? {} : { gateway: database.gateway }),
    ...(served === undefined ? {} : { localStore: served }),
  })
  await playTask({
    plan,
    task,
    clock,
    recorder,
    emit: recorder.emit,
    signal,
    ...(options.maxWaitMs === undefined ? {} : { maxWaitMs: options.maxWaitMs }),
  })
  // Only a task that did not stay is looked into: it costs time, and nobody asks otherwise.
  return decisionOf(recorder.timeline)?.why === 'settled' ? new Map() : readsOf(plan, task, images)
}

function judge(plan: TaskPlan, recorder: Recorder, reads: Reads, loaded: Loaded, aboutImages: readonly Finding[]) {
  const { timeline } = recorder
  const checks = runChecks({ plan, timeline }).map((outcome) => ({
    ...outcome,
    findings: outcome.findings.map((finding) => at(finding, loaded)),
  }))
  const causes = diagnose({ plan, timeline, reads }).map((finding) => at(finding, loaded))
  const decision = decisionOf(timeline)
  const gaveUp =
    decision?.why === 'gave-up'
      ? `it was given up after ${(decision.limitMs ?? 0) / 1000} s (--max-wait), before ECS would have decided: raise --max-wait`
      : undefined
  // A task that was given up is not judged by what it had not reached yet.
  const findings = [...aboutImages, ...causes, ...checks.flatMap((outcome) => outcome.findings)]
  const told =
    gaveUp === undefined
      ? findings
      : findings.map((finding) => (finding.severity === 'error' ? { ...finding, severity: 'warning' as const } : finding))
  return { plan, checks, findings: told, ...(gaveUp === undefined ? {} : { trouble: gaveUp }) }
}

function at(finding: Finding, { definition }: Loaded): Finding {
  return definition === undefined ? finding : locate(finding, definition)
}
