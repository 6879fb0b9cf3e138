import type { Runtime } from '../runtime.ts'
import { connectEngine } from './engine.ts'
import { prepareImage } from './image.ts'
import { runLabels } from './labels.ts'
import { createOutNetwork } from './network.ts'
import { removeNetwork, sweep } from './sweep.ts'
import { openDockerTask } from './task.ts'

export interface DockerOptions {
  /** The run's id: lower case letters and digits. */
  readonly run: string
  readonly family: string
  /** The image of the pause and endpoints containers. */
  readonly toolImage: string
}

/** A Docker Engine, and what the other rooms need to put things beside the task on it. */
export interface DockerRuntime extends Runtime {
  /** The network of the endpoints' ordinary leg, made at the first call. */
  outNetwork(): Promise<string>
  readonly labels: Readonly<Record<string, string>>
  /** The start of the names of everything the run makes. */
  readonly prefix: string
}

/** Connects to the engine and sweeps what dead runs left there. Throws Trouble when no engine answers. */
export async function openDockerRuntime({ run, family, toolImage }: DockerOptions): Promise<DockerRuntime> {
  const { docker, facts } = await connectEngine()
  await sweep(docker)
  const prefix = `ecs-preflight-${run}`
  const labels = runLabels(run, family)
  const stack = new AsyncDisposableStack()
  let out: Promise<string> | undefined
  // The name sorts before the task's: older engines take the default gateway from the first one.
  const outNetwork = (): Promise<string> => {
    out ??= createOutNetwork(docker, `${prefix}-out`, labels).then((id) => {
      stack.defer(() => removeNetwork(docker, id))
      return id
    })
    return out
  }
  return {
    facts,
    labels,
    prefix,
    outNetwork,
    prepareImage: (container, image, signal) => prepareImage(docker, container, image, signal),
    async openTask(plan, options) {
      const tool = await prepareImage(docker, 'pause', { kind: 'present-or-pull', reference: toolImage }, options.signal)
      if (tool.status === 'failed') {
        const { Trouble } = await import('../../findings/trouble.ts')
        throw new Trouble(
          'engine',
          `the tool's own image "${toolImage}" cannot be had (${tool.reason}): name a mirror under "mirrors" in preflight.yaml`,
        )
      }
      return openDockerTask(plan, options, { docker, prefix, labels, toolImage, outNetwork: await outNetwork() })
    },
    async [Symbol.asyncDispose]() {
      // A network that is still being made has to be waited for, or it would stay.
      await out?.catch(() => undefined)
      await stack.disposeAsync()
    },
  }
}
