import { createServer, type Server, type Socket } from 'node:net'

const reopenEveryMs = 100

/** A listening port that can be shut and opened again, as a database that goes down and comes back. */
export class Door {
  readonly port: number
  readonly #address: string
  readonly #accept: (socket: Socket) => void
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #wanted = true
  #retry: NodeJS.Timeout | undefined

  private constructor(address: string, port: number, accept: (socket: Socket) => void) {
    this.#address = address
    this.port = port
    this.#accept = accept
  }

  /** Port 0 takes any free one. `accept` must not throw. */
  static async open(address: string, port: number, accept: (socket: Socket) => void): Promise<Door> {
    const server = createServer()
    await listen(server, address, port)
    const bound = server.address()
    const door = new Door(address, typeof bound === 'object' && bound !== null ? bound.port : port, accept)
    door.#take(server)
    return door
  }

  /** From now on connections are refused, and those that are open are broken off. */
  shut(): void {
    this.#wanted = false
    clearTimeout(this.#retry)
    this.#server?.close()
    this.#server = undefined
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Listens again, on the same port. */
  reopen(): void {
    this.#wanted = true
    if (this.#server !== undefined) return
    const server = createServer()
    listen(server, this.#address, this.port).then(
      () => (this.#wanted && this.#server === undefined ? this.#take(server) : server.close()),
      () => {
        // Somebody else holds the port for a moment.
        if (this.#wanted) this.#retry = setTimeout(() => this.reopen(), reopenEveryMs)
      },
    )
  }

  #take(server: Server): void {
    this.#server = server
    server.on('error', () => undefined)
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.setNoDelay(true)
      // An error is always followed by a close.
      socket.on('error', () => undefined)
      socket.once('close', () => this.#sockets.delete(socket))
      this.#accept(socket)
    })
  }
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port, backlog: 1024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
