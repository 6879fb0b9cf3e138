import { openEndpoints, type Endpoints } from './endpoints.ts'
import { createLineReader, encodeLine, type FromEndpoints, type ToEndpoints } from './protocol.ts'

// The program in the endpoints container. It is told what to be on standard input and ends with it, so that it never
// outlives its harness.

let endpoints: Promise<Endpoints> | undefined

const reader = createLineReader<ToEndpoints>(obey)
process.stdin.on('data', (chunk: Buffer) => {
  try {
    reader.push(chunk)
  } catch (error) {
    fail(error)
  }
})
process.stdin.once('end', end)
process.stdin.once('error', end)
process.stdout.once('error', () => process.exit(1))
process.once('SIGTERM', end)
process.once('SIGINT', end)
process.once('uncaughtException', fail)

function obey(line: ToEndpoints): void {
  switch (line.type) {
    case 'configure':
      endpoints ??= openEndpoints(line.configuration, (happening) => tell({ type: 'event', happening }))
      endpoints.then(({ httpPort, dnsPort }) => tell({ type: 'ready', httpPort, dnsPort }), fail)
      return
    case 'task-state':
      withEndpoints((opened) => opened.update(line.state))
      return
    case 'stats':
      withEndpoints((opened) => opened.stats(line.dockerId, line.stats))
      return
    case 'request':
      withEndpoints(async (opened) => tell({ type: 'response', id: line.id, outcome: await opened.request(line.order) }))
      return
    case 'faults':
      withEndpoints(({ gateway }) => {
        if (gateway === undefined) throw new Error('there are faults to play, but this task has no database to play them on')
        gateway.play(line.faults)
      })
      return
    case 'stop':
      end()
  }
}

function withEndpoints(use: (opened: Endpoints) => void | Promise<void>): void {
  if (endpoints === undefined) throw new Error('the first line must be "configure"')
  endpoints.then(use).catch(fail)
}

function tell(line: FromEndpoints): void {
  process.stdout.write(encodeLine(line))
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stdout.write(encodeLine({ type: 'failed', message }), () => process.exit(1))
}

function end(): void {
  // An empty write is called back after everything that was written before it.
  const leave = () => process.stdout.write('', () => process.exit(0))
  if (endpoints === undefined) leave()
  else endpoints.then((opened) => opened[Symbol.asyncDispose]()).then(leave, leave)
}
