import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import { Trouble } from '../../findings/trouble.ts'
import type { EndpointsConfiguration } from '../../endpoints/configuration.ts'
import { createLineReader, encodeLine, type FromEndpoints, type ToEndpoints } from '../../endpoints/protocol.ts'
import type { RequestOrder, RequestOutcome } from '../../endpoints/request.ts'
import type { TaskState } from '../../endpoints/task-state.ts'
import type { Emit } from '../../timeline/event.ts'
import { within } from '../../waiting/within.ts'
import { archiveOf, programArchive, programDirectory, programExtension } from './archive.ts'
import { createLines } from './lines.ts'
import { removeContainer } from './sweep.ts'

/** Where the SDKs look for the agent's endpoints. */
export const endpointsAddress = '169.254.170.2'
const readyWithinMs = 30_000

export interface EndpointsOptions {
  readonly image: string
  readonly name: string
  readonly labels: Record<string, string>
  readonly outNetwork: string
  readonly taskNetwork: { readonly id: string; readonly address: string }
  readonly trustVolume: string
  readonly trustDirectory: string
  readonly trustFiles: readonly { readonly path: string; readonly content: string }[]
  /** Awaited when the container runs already: its program needs a moment to load anyway. */
  readonly configuration: Promise<EndpointsConfiguration>
  readonly emit: Emit
}

/** The endpoints in a container of their own, spoken to in lines of JSON. */
export interface EndpointsContainer extends AsyncDisposable {
  request(order: RequestOrder): Promise<RequestOutcome>
  update(state: TaskState): void
  stats(dockerId: string, stats: unknown): void
}

export async function startEndpoints(docker: Docker, options: EndpointsOptions): Promise<EndpointsContainer> {
  const container = await docker.createContainer({
    name: options.name,
    Image: options.image,
    Labels: options.labels,
    Entrypoint: ['node'],
    // A small young generation: results of hundreds of megabytes pass through it.
    Cmd: ['--max-semi-space-size=1', `${programDirectory}/harness/endpoints/main${programExtension}`],
    WorkingDir: '/',
    User: '0',
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: {
      NetworkMode: options.outNetwork,
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [{ Type: 'volume', Source: options.trustVolume, Target: options.trustDirectory }],
    },
  })
  await using stack = new AsyncDisposableStack()
  stack.defer(() => removeContainer(docker, container.id))
  await Promise.all([
    docker.getNetwork(options.taskNetwork.id).connect({
      Container: container.id,
      EndpointConfig: { IPAMConfig: { IPv4Address: options.taskNetwork.address, LinkLocalIPs: [endpointsAddress] } },
    }),
    programArchive().then((archive) => putFiles(container, programDirectory, archive)),
    archiveOf(options.trustFiles).then((archive) => container.putArchive(archive, { path: options.trustDirectory })),
  ])
  const conversation = await converse(docker, container, options)
  await container.start()
  conversation.tell({ type: 'configure', configuration: await options.configuration })
  await within(readyWithinMs, 'the start of the endpoints container', conversation.ready)
  const held = stack.move()
  return { ...conversation, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/** An archive's target has to be there: the directory comes first, in an archive of its own. */
export async function putFiles(container: Container, directory: string, archive: Buffer): Promise<void> {
  await container.putArchive(await archiveOf([{ path: `${directory.slice(1)}/.keep`, content: '' }]), { path: '/' })
  await container.putArchive(archive, { path: directory })
}

async function converse(docker: Docker, container: Container, { emit }: EndpointsOptions) {
  const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true })
  const answers = new Map<number, (outcome: RequestOutcome) => void>()
  const complaints: string[] = []
  let last = 0
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const reader = createLineReader<FromEndpoints>(
    (line) => {
      switch (line.type) {
        case 'ready':
          resolve()
          break
        case 'event':
          emit(line.happening)
          break
        case 'response':
          answers.get(line.id)?.(line.outcome)
          answers.delete(line.id)
          break
        case 'failed':
          reject(new Trouble('engine', `the endpoints container did not open: ${line.message}. Is its image a Node 24?`))
          break
      }
    },
    (text) => complaints.push(text),
  )
  const { PassThrough } = await import('node:stream')
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  stdout.on('data', (chunk: Buffer) => reader.push(chunk))
  const errors = createLines((line) => {
    complaints.push(line)
    if (complaints.length > 20) complaints.shift()
  })
  stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  docker.modem.demuxStream(stream, stdout, stderr)
  const ended = (): void => {
    reject(new Trouble('engine', `the endpoints container ended: ${complaints.slice(-5).join(' ') || 'it said nothing'}`))
    for (const answer of answers.values()) answer({ durationMs: 0, error: 'the endpoints container ended', body: '' })
    answers.clear()
  }
  stream.once('end', ended)
  stream.once('close', ended)
  stream.on('error', ended)
  ready.catch(() => undefined)
  const tell = (message: ToEndpoints): void => {
    if (stream.writable) stream.write(encodeLine(message))
  }
  return {
    ready,
    tell,
    update: (state: TaskState) => tell({ type: 'task-state', state }),
    stats: (dockerId: string, stats: unknown) => tell({ type: 'stats', dockerId, stats }),
    request: (order: RequestOrder) =>
      new Promise<RequestOutcome>((answer) => {
        last += 1
        answers.set(last, answer)
        tell({ type: 'request', id: last, order })
      }),
  }
}
