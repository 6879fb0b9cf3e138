import { rootCertificates } from 'node:tls'
import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import { Trouble } from '../../findings/trouble.ts'
import type { ContainerPlan } from '../../plan/container.ts'
import { dockerIdOf } from '../../plan/identity.ts'
import type { TaskPlan } from '../../plan/task.ts'
import { authorityFile, bundleFile, trustDirectory } from '../../plan/trust.ts'
import { atMost } from '../../waiting/at-most.ts'
import { within } from '../../waiting/within.ts'
import type { RunningTask, StartOutcome, TaskOptions } from '../runtime.ts'
import { followOutput } from './attach.ts'
import { containerOptions } from './container-options.ts'
import { endpointsConfiguration, privateDnsName, searchDomain } from './endpoints-configuration.ts'
import { startEndpoints } from './endpoints-container.ts'
import { giveUpEngine, reasonOf, statusOf } from './engine.ts'
import { labelNames } from './labels.ts'
import { createTaskNetwork } from './network.ts'
import { startPause } from './pause-container.ts'
import { probe } from './probe.ts'
import { readFiles } from './read-files.ts'
import { followStats } from './stats.ts'
import { removeContainer, removeNetwork, removeVolume } from './sweep.ts'

/** A container that was started, with what it prints and its end. */
interface Begun {
  readonly container: Container
  readonly output: { readonly ended: Promise<void> }
  readonly ended: Promise<{ StatusCode: number }>
}

export interface TaskSurroundings {
  readonly docker: Docker
  /** The start of every name. */
  readonly prefix: string
  readonly labels: Record<string, string>
  /** The image of the pause and endpoints containers: a stock Node. */
  readonly toolImage: string
  readonly outNetwork: string
}

const engineCallWithinMs = 60_000

/** Opens a task on the engine: network, namespace, endpoints. Whatever fails, nothing of it stays. */
export async function openDockerTask(draft: TaskPlan, options: TaskOptions, surroundings: TaskSurroundings): Promise<RunningTask> {
  const { docker, prefix, labels, toolImage, outNetwork } = surroundings
  const { emit } = options
  const over = new AbortController()
  await using stack = new AsyncDisposableStack()
  stack.defer(() => over.abort())
  const trustVolume = `${prefix}-trust`
  const making = [
    createTaskNetwork(docker, `${prefix}-task`, labels).then((made) => {
      stack.defer(() => removeNetwork(docker, made.id))
      return made
    }),
    docker.createVolume({ Name: trustVolume, Labels: labels }).then(() => stack.defer(() => removeVolume(docker, trustVolume))),
  ] as const
  // When one fails, the other is waited for all the same: what it makes has to be released.
  await Promise.allSettled(making)
  const [network] = await Promise.all(making)
  const volumeName = (volume: string): string => `${prefix}-volume-${volume}`
  const volumes = new Set(draft.containers.flatMap(({ mounts }) => mounts.map(({ volume }) => volumeName(volume))))
  const makingVolumes = [...volumes].map(async (Name) => {
    await docker.createVolume({ Name, Labels: labels })
    stack.defer(() => removeVolume(docker, Name))
  })
  await Promise.allSettled(makingVolumes)
  await Promise.all(makingVolumes)
  const named = (container: string): { name: string; labels: Record<string, string> } => ({
    name: `${prefix}-${container}`,
    labels: { ...labels, [labelNames.container]: container },
  })
  // Neither needs the other to end, and every removal takes the engine a while.
  const beside: AsyncDisposable[] = []
  stack.defer(async () => {
    await Promise.all(beside.map((made) => made[Symbol.asyncDispose]()))
  })
  const configuration = options.prepared.then(({ plan: complete, images, gateway }) =>
    endpointsConfiguration(complete, network, images, gateway, options.localStore),
  )
  // It may be refused before the container is so far that anybody waits for it.
  configuration.catch(() => undefined)
  const opening = await Promise.allSettled([
    startEndpoints(docker, {
      ...named('endpoints'),
      image: toolImage,
      outNetwork,
      taskNetwork: { id: network.id, address: network.endpointsAddress },
      trustVolume,
      trustDirectory,
      trustFiles: [
        { path: authorityFile.slice(trustDirectory.length + 1), content: options.authorityPem },
        { path: bundleFile.slice(trustDirectory.length + 1), content: [...rootCertificates, options.authorityPem].join('\n') },
      ],
      configuration,
      emit,
    }).then((made) => {
      beside.push(made)
      return made
    }),
    startPause(docker, {
      ...named('pause'),
      image: toolImage,
      hostname: privateDnsName(network.taskAddress, draft.identity.region),
      network,
      searchDomain: searchDomain(draft.identity.region),
      emit,
    }).then((made) => {
      beside.push(made)
      return made
    }),
  ])
  const failed = opening.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const [endpoints, pause] = [fulfilled(opening[0]), fulfilled(opening[1])]
  const { plan } = await options.prepared

  const containers = new Map<string, Container>()
  const ends: Promise<void>[] = []
  /** Starts that are on their way: what they create has to be there before it can be removed. */
  const starting = new Set<Promise<unknown>>()
  stack.defer(async () => {
    await atMost(engineCallWithinMs, Promise.allSettled(starting))
    await Promise.all([...containers.values()].map(({ id }) => removeContainer(docker, id)))
    await atMost(2000, Promise.allSettled(ends))
  })
  const containerOf = (name: string): Container => {
    const container = containers.get(name)
    if (container === undefined) throw new Error(`container "${name}" was not created`)
    return container
  }

  const start = async (name: string): Promise<StartOutcome> => {
    const planned = plan.containers.find((container) => container.name === name)
    if (planned === undefined) throw new Error(`the plan has no container "${name}"`)
    let started = false
    try {
      const create = async (asked: ContainerPlan): Promise<Begun> => {
        const container = await within(
          engineCallWithinMs,
          `creating the container "${name}"`,
          docker.createContainer(containerOptions(asked, plan, { ...named(name), pauseId: pause.id, trustVolume, volumeName })),
        )
        containers.set(name, container)
        const output = await followOutput(docker, container, planned.pseudoTerminal, (stream, text) =>
          emit({ type: 'log', container: name, stream, text }),
        )
        const ended = container.wait({ condition: 'next-exit' } as object) as Promise<{ StatusCode: number }>
        ended.catch(() => undefined)
        await within(engineCallWithinMs, `starting the container "${name}"`, container.start())
        return { container, output, ended }
      }
      const { container, output, ended } = await create(planned).catch(async (error: unknown) => {
        const refused = containers.get(name)
        if (refused === undefined || !/setting rlimit/i.test(reasonOf(error))) throw error
        await removeContainer(docker, refused.id)
        const begun = await create({ ...planned, ulimits: [] })
        emit({
          type: 'adapted',
          container: name,
          field: 'ulimits',
          note: "this engine may not raise its limits so far; the container got the engine's own",
        })
        return begun
      })
      started = true
      emit({ type: 'container-started', container: name })
      ends.push(
        ended.then(
          async ({ StatusCode }) => {
            // A container that was removed while it ran has ended, too, and cannot be looked at any more.
            const state = await container.inspect().then(
              ({ State }) => State,
              () => undefined,
            )
            // What it printed last is still on its way when the engine already says that it ended.
            await atMost(1000, output.ended)
            emit({
              type: 'container-stopped',
              container: name,
              exitCode: StatusCode,
              oomKilled: state?.OOMKilled ?? false,
              ...(state === undefined || state.Error === '' ? {} : { reason: state.Error }),
            })
          },
          () => undefined,
        ),
      )
      followStats(container, name, over.signal, (sample, raw) => {
        emit(sample)
        endpoints.stats(dockerIdOf(plan.identity, planned.index), raw)
      }).catch(() => undefined)
      return { status: 'started' }
    } catch (error) {
      if (error instanceof Trouble || started) throw error
      const status = statusOf(error)
      if (
        status === undefined || status >= 500
          ? !/OCI runtime|executable file|no such file|exec format|permission denied|unable to find user|oci/i.test(reasonOf(error))
          : false
      ) {
        throw new Trouble('engine', `the engine did not start "${name}" (${reasonOf(error)}): look at "docker info" and the engine's log`, {
          cause: error,
        })
      }
      const exitCode = await containers
        .get(name)
        ?.inspect()
        .then(({ State }) => State.ExitCode)
        .catch(() => undefined)
      return { status: 'failed', reason: reasonOf(error), ...(exitCode === undefined ? {} : { exitCode }) }
    }
  }

  const held = stack.move()
  return {
    start(name) {
      const outcome = start(name)
      starting.add(outcome)
      return outcome
    },
    async stop(name, timeoutSeconds) {
      await containerOf(name)
        .stop({ t: timeoutSeconds })
        .catch((error: unknown) => {
          // 304: it has ended already. 404: it is gone.
          const status = statusOf(error)
          if (status !== 304 && status !== 404) throw error
        })
    },
    probe: (name, healthCheck) =>
      probe(
        docker,
        containerOf(name),
        healthCheck,
        plan.containers.find((container) => container.name === name)?.shell ?? ['/bin/sh', '-c'],
      ),
    async request({ port, path, timeoutMs, userAgent }) {
      const order = {
        url: `http://${network.taskAddress}:${port}${path}`,
        timeoutMs,
        maxBodyBytes: 4096,
        headers: { 'User-Agent': userAgent },
      }
      return within(timeoutMs + 10_000, `the request to ${path}`, endpoints.request(order))
    },
    readFiles: (name, directory, wanted) => readFiles(containerOf(name), directory, wanted),
    lost: watchEngine(docker, over.signal),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

function fulfilled<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}

const pingEveryMs = 2000
const pingWithinMs = 5000

/** Rejects when the engine stops answering. It is asked now and then, because a hung engine closes no connection. */
function watchEngine(docker: Docker, signal: AbortSignal): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    const ask = async (): Promise<void> => {
      try {
        await within(pingWithinMs, 'an answer of the engine', docker.ping())
      } catch (cause) {
        if (signal.aborted) return
        giveUpEngine(docker)
        reject(
          new Trouble(
            'engine',
            `the engine went away while the task was running (${cause instanceof Trouble ? 'it does not answer' : reasonOf(cause)}): start it again and repeat; the next run removes what this one left there`,
            { cause },
          ),
        )
        return
      }
      if (!signal.aborted) schedule()
    }
    const schedule = (): void => {
      const timer = setTimeout(() => void ask(), pingEveryMs)
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
    }
    schedule()
  })
  lost.catch(() => undefined)
  return lost
}
