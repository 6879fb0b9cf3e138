import type Docker from 'dockerode'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { createLineReader, type FromWatcher } from '../../endpoints/protocol.ts'
import type { Emit } from '../../timeline/event.ts'
import { archiveOf, programDirectory, programExtension } from './archive.ts'
import { endpointsAddress, putFiles } from './endpoints-container.ts'
import type { TaskNetwork } from './network.ts'
import { removeContainer } from './sweep.ts'

export interface PauseOptions {
  readonly image: string
  readonly name: string
  readonly labels: Record<string, string>
  readonly hostname: string
  readonly network: TaskNetwork
  readonly searchDomain: string
  readonly emit: Emit
}

/** Another address in the endpoints' /16, so that there is a route to them. */
const linkLocalAddress = '169.254.172.2'

/** The container that owns the task's network namespace, and tells who listens in it. */
export async function startPause(docker: Docker, options: PauseOptions): Promise<{ readonly id: string } & AsyncDisposable> {
  const program = `watcher${programExtension}`
  const container = await docker.createContainer({
    name: options.name,
    Image: options.image,
    Labels: options.labels,
    Hostname: options.hostname,
    Entrypoint: ['node'],
    Cmd: [`${programDirectory}/${program}`],
    WorkingDir: '/',
    User: '0',
    MacAddress: options.network.taskMacAddress,
    NetworkingConfig: {
      EndpointsConfig: {
        [options.network.id]: { IPAMConfig: { IPv4Address: options.network.taskAddress, LinkLocalIPs: [linkLocalAddress] } },
      },
    },
    HostConfig: {
      NetworkMode: options.network.id,
      Dns: [endpointsAddress],
      DnsSearch: [options.searchDomain],
      LogConfig: { Type: 'none', Config: {} },
    },
  })
  await using stack = new AsyncDisposableStack()
  stack.defer(() => removeContainer(docker, container.id))
  const content = readFileSync(new URL(`../../endpoints/${program}`, import.meta.url))
  await putFiles(
    container,
    programDirectory,
    await archiveOf([
      { path: program, content },
      { path: 'package.json', content: '{"type":"module"}' },
    ]),
  )
  const stream = await container.attach({ stream: true, stdout: true, stderr: true, hijack: true })
  const reader = createLineReader<FromWatcher>(
    (line) => options.emit(line),
    () => undefined,
  )
  const stdout = new PassThrough()
  stdout.on('data', (chunk: Buffer) => reader.push(chunk))
  docker.modem.demuxStream(stream, stdout, new PassThrough().resume())
  stream.on('error', () => undefined)
  await container.start()
  const held = stack.move()
  return { id: container.id, [Symbol.asyncDispose]: () => held.disposeAsync() }
}
