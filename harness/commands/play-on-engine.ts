import { resolve } from 'node:path'
import { playTask } from '../agent/play-task.ts'
import { runChecks } from '../checks/index.ts'
import { diagnose } from '../diagnosis/index.ts'
import type { LocalStore as ServedStore } from '../endpoints/configuration.ts'
import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import { Trouble } from '../findings/trouble.ts'
import type { Authority } from '../gateway/certificate-authority.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { DockerRuntime } from '../runtime/docker/docker-runtime.ts'
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
  try {
    return await play(input)
  } catch (error) {
    throw (await import('../runtime/docker/engine.ts')).firstTrouble(error)
  }
}

async function play(input: PlayInput): Promise<Played> {
  const { run, plan, loaded, options, surroundings, recorder, served } = input
  const { signal, progress } = surroundings
  if (options.runtime === 'process')
    throw new Trouble('words', '--runtime process is not supported by this version: start a container engine and use --runtime docker')
  const [{ openDockerRuntime }, { createAuthority }] = await Promise.all([
    import('../runtime/docker/docker-runtime.ts'),
    import('../gateway/certificate-authority.ts'),
  ])
  await using runtime = await openDockerRuntime({
    run,
    family: plan.identity.family,
    toolImage: loaded.settings.mirrors[toolImage] ?? toolImage,
  })
  const authority = await createAuthority()
  signal.throwIfAborted()

  progress(`images, database and network on Docker ${runtime.facts.version}`)
  await using releasing = releaseTogether()
  const gathered = gather(input, runtime, authority, releasing)
  const prepared = gathered.then((things) =>
    things.blocked
      ? Promise.reject(new Blocked())
      : { plan: things.plan, images: things.images, ...(things.database === undefined ? {} : { gateway: things.database.gateway }) },
  )
  // It may be refused before the network is so far that anybody waits for it.
  prepared.catch(() => undefined)
  const task = runtime.openTask(plan, {
    emit: recorder.emit,
    signal,
    authorityPem: authority.certificatePem,
    prepared,
    ...(served === undefined ? {} : { localStore: served }),
  })
  const [things, running] = await Promise.allSettled([gathered, task])
  if (running.status === 'fulfilled') releasing.add(running.value)
  if (things.status === 'rejected') throw things.reason
  const { images, database, aboutImages, trouble, blocked } = things.value
  const common = {
    runtime: runtime.facts,
    imageDigests: new Map([...images].map(([name, { digest, id }]) => [name, digest ?? id])),
    standIns: database?.standIns ?? new Map<string, { version: string; description: string }>(),
  }
  if (blocked)
    return { plan: things.value.plan, findings: aboutImages, checks: [], ...common, ...(trouble === undefined ? {} : { trouble }) }
  if (running.status === 'rejected') throw running.reason
  signal.throwIfAborted()
  const reads = await playAndLook(input, things.value.plan, images, running.value)
  return { ...judge(things.value.plan, recorder, reads, loaded, aboutImages), ...common }
}

/** Not to be started, for reasons that are findings: the network that was on its way up goes down again. */
class Blocked extends Error {}

interface Gathered {
  readonly plan: TaskPlan
  readonly images: ReadonlyMap<string, ImageFacts>
  readonly database: OpenedDatabase | undefined
  readonly aboutImages: readonly Finding[]
  /** Why an image cannot be had here, which says nothing about ECS. */
  readonly trouble: string | undefined
  readonly blocked: boolean
}

/** Images and database, side by side. */
async function gather(
  { plan, replan, loaded, options, surroundings, recorder }: PlayInput,
  runtime: DockerRuntime,
  authority: Authority,
  releasing: Releasing,
): Promise<Gathered> {
  const { signal } = surroundings
  // Whatever else fails, what was begun has to be had before it can be released.
  const opening = openDatabase(plan, authority, runtime, loaded, signal).then((made) => {
    if (made !== undefined) releasing.add(made)
    return made
  })
  const [database, outcomes] = await settleBoth(
    opening,
    Promise.all(
      plan.containers.map(async ({ name, imagePlan }) => {
        const image = imagePlan.kind === 'build' ? { ...imagePlan, context: resolve(loaded.base, imagePlan.context) } : imagePlan
        return [name, await runtime.prepareImage(name, image, signal)] as const
      }),
    ),
  )
  signal.throwIfAborted()
  const images = new Map<string, ImageFacts>()
  for (const [name, outcome] of outcomes) {
    if (outcome.status === 'failed') continue
    images.set(name, outcome.facts)
    recorder.emit({
      type: 'image-ready',
      container: name,
      image: outcome.facts.reference,
      digest: outcome.facts.digest ?? outcome.facts.id,
      tookMs: outcome.tookMs,
    })
  }
  const trouble = outcomes.flatMap(([name, outcome]) =>
    outcome.status === 'failed' && outcome.fault === 'world'
      ? [
          `the image of "${name}" cannot be had here (${outcome.reason}): log in to its registry, or name another under "images" or "mirrors"`,
        ]
      : [],
  )[0]
  const aboutImages = imageFindings(plan, outcomes, runtime.facts).map((finding) => at(finding, loaded))
  const blocked = images.size < outcomes.length || (aboutImages.some(({ severity }) => severity === 'error') && !options.force)
  return { plan: replan(images), images, database, aboutImages, trouble, blocked }
}

/** Waits for both, also when one fails, so that nothing goes on behind the back of who cleans up. */
async function settleBoth<First, Second>(first: Promise<First>, second: Promise<Second>): Promise<[First, Second]> {
  const [one, two] = await Promise.allSettled([first, second])
  if (one.status === 'rejected') throw one.reason
  if (two.status === 'rejected') throw two.reason
  return [one.value, two.value]
}

interface Releasing extends AsyncDisposable {
  add(thing: AsyncDisposable): void
}

/** Task and database do not need each other to end, and every removal takes the engine a while. */
function releaseTogether(): Releasing {
  const things: AsyncDisposable[] = []
  return {
    add: (thing) => void things.push(thing),
    async [Symbol.asyncDispose]() {
      const outcomes = await Promise.allSettled(things.map((thing) => thing[Symbol.asyncDispose]()))
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    },
  }
}

type Reads = Awaited<ReturnType<typeof readsOf>>

async function playAndLook(
  { surroundings, clock, recorder, options }: PlayInput,
  plan: TaskPlan,
  images: ReadonlyMap<string, ImageFacts>,
  task: RunningTask,
): Promise<Reads> {
  const { signal, progress } = surroundings
  progress('starting the task')
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
      ? `it was given up after ${(decision.limitMs ?? 0) / 1000} s${decision.detail === undefined ? '' : ` (${decision.detail})`}, before ECS would have decided: raise --max-wait`
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
