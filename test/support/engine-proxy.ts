import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A way to the engine that can be taken away, as if the engine died or hung, while the real one goes on. */
export interface EngineProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string
  /** The engine is dead: its connections are cut, and new ones are refused. */
  die(): Promise<void>
  /** The engine hangs: connections stay open and are taken, and nothing comes through any more. */
  hang(): void
}

const localEngine = '/var/run/docker.sock'

/** Opens a way to the engine that DOCKER_HOST names (a Unix socket), else to the local one. */
export async function engineProxy(): Promise<EngineProxy> {
  const directory = await mkdtemp(join(tmpdir(), 'engine-'))
  const path = join(directory, 'docker.sock')
  const upstream = process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '') ?? localEngine
  const sockets = new Set<Socket>()
  let hangs = false
  const server = createServer({ allowHalfOpen: true }, (client) => {
    sockets.add(client)
    client.on('error', () => client.destroy())
    client.once('close', () => sockets.delete(client))
    if (hangs) return
    const engine = connect({ path: upstream, allowHalfOpen: true })
    sockets.add(engine)
    engine.once('close', () => sockets.delete(engine))
    engine.on('error', () => client.destroy())
    // Attached containers send both ways over one connection, and each way ends by itself.
    client.pipe(engine)
    engine.pipe(client)
    client.once('close', () => engine.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(path, resolve)
  })
  const die = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  }
  return {
    host: `unix://${path}`,
    die,
    hang() {
      hangs = true
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await die()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
