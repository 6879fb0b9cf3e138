import type { LocalStore } from '../endpoints/configuration.ts'
import type { ImageFacts } from '../image/image-facts.ts'
import type { HealthCheckPlan } from '../plan/health-check.ts'
import type { ImagePlan } from '../plan/image.ts'
import type { TaskPlan } from '../plan/task.ts'
import type { Emit } from '../timeline/event.ts'

/** What the report says of the engine. */
export interface RuntimeFacts {
  readonly kind: 'docker' | 'process'
  readonly version: string
  readonly architecture: string
  readonly cpus: number
  readonly memoryMiB: number
}

/** An image that is there, or why it is not, in words for a person. */
export type ImageOutcome =
  | { readonly status: 'ready'; readonly facts: ImageFacts; readonly tookMs: number }
  | {
      readonly status: 'failed'
      /** `author`: ECS would fail as well. `world`: this machine cannot tell. */
      readonly fault: 'author' | 'world'
      readonly reason: string
      readonly during: 'build' | 'pull' | 'command'
    }

/** How a start ended. A container that could not be started never ran. */
export type StartOutcome =
  | { readonly status: 'started' }
  | { readonly status: 'failed'; readonly reason: string; readonly exitCode?: number }

/** One run of a health command. */
export interface ProbeResult {
  readonly durationMs: number
  /** -1 where it could not be run or took longer than its timeout. */
  readonly exitCode: number
  readonly timedOut: boolean
  readonly output: string
}

/** A request that is made from the task's network, as a load balancer would make it. */
export interface TaskRequest {
  readonly port: number
  readonly path: string
  readonly timeoutMs: number
  readonly userAgent: string
}

export interface TaskResponse {
  readonly status?: number
  readonly durationMs: number
  readonly error?: string
  readonly body: string
}

/** What the task's network puts in the database's place. */
export interface GatewayPlan {
  readonly upstream: { readonly host: string; readonly port: number }
  readonly certificate: { readonly certificatePem: string; readonly keyPem: string }
}

/** What has to be known before the task's endpoints can open. */
export interface Prepared {
  /** The plan, with what the images say of themselves. */
  readonly plan: TaskPlan
  /** By container. */
  readonly images: ReadonlyMap<string, ImageFacts>
  /** Absent where the task has no database that is stood in for. */
  readonly gateway?: GatewayPlan
}

export interface TaskOptions {
  readonly emit: Emit
  readonly signal: AbortSignal
  /** PEM of the run's authority, laid into every container. */
  readonly authorityPem: string
  /** Images and database may still be on their way while the network comes up. When it rejects, so does the opening. */
  readonly prepared: Promise<Prepared>
  /** What the local store holds, for the containers that ask it themselves. */
  readonly localStore?: LocalStore
}

/** A container engine, as the agent sees it: it speaks ECS, not Docker. */
export interface Runtime extends AsyncDisposable {
  readonly facts: RuntimeFacts
  /** Has an image at hand: present, pulled or built. Never throws for what an author can have got wrong. */
  prepareImage(container: string, image: ImagePlan, signal: AbortSignal): Promise<ImageOutcome>
  /** Opens the task's network, its namespace and its endpoints; starts no container of the task's own. */
  openTask(plan: TaskPlan, options: TaskOptions): Promise<RunningTask>
}

/** A task whose network is up. Disposing it ends and removes everything of it, whatever state it is in. */
export interface RunningTask extends AsyncDisposable {
  /** Creates and starts a container. Its logs and its end are told through `emit`. */
  start(container: string): Promise<StartOutcome>
  /** Sends the stop signal and, after the timeout, SIGKILL. Resolves when it has ended. */
  stop(container: string, timeoutSeconds: number): Promise<void>
  probe(container: string, healthCheck: HealthCheckPlan): Promise<ProbeResult>
  request(request: TaskRequest): Promise<TaskResponse>
  /** Files of the container's file system below a directory, in which `wanted` sees a use; for a look at what its code reads. */
  readFiles(
    container: string,
    directory: string,
    wanted: (path: string, sizeBytes: number) => boolean,
  ): Promise<readonly { readonly path: string; readonly text: string }[]>
  /** Rejects when the engine went away; never resolves. */
  readonly lost: Promise<never>
}
