import type { Server } from 'node:http'
import { openDatabase, warmUp, type Database } from './database.ts'
import { EnvironmentError, readEnvironment, type Environment } from './environment.ts'
import { createServer } from './server.ts'

const drainWithinMs = 20_000

console.log(`aiglossarypro-api starting on node ${process.version}`)
start(environmentOrExit())

function start(environment: Environment): void {
  console.log(`environment complete (${environment.nodeEnv})`)
  const database = openDatabase(environment.databaseUrl)
  const server = createServer(database.query).listen(environment.port, '0.0.0.0', (failure) => {
    if (failure !== undefined) exit(`cannot listen on port ${environment.port}: ${failure.message}`)
    console.log(`listening on 0.0.0.0:${environment.port}`)
  })
  void warmUp(database.query)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, server, database))
}

/** Answers what was asked already, takes nothing new, closes the pool. The process then ends by itself, with 0. */
async function stop(signal: NodeJS.Signals, server: Server, database: Database): Promise<void> {
  console.log(`${signal} received, draining`)
  setTimeout(() => exit(`not drained after ${drainWithinMs} ms`), drainWithinMs).unref()
  await new Promise((resolve) => server.close(resolve))
  await database.close()
  console.log('stopped')
}

function environmentOrExit(): Environment {
  try {
    return readEnvironment(process.env)
  } catch (failure) {
    if (failure instanceof EnvironmentError) exit(failure.message)
    throw failure
  }
}

function exit(message: string): never {
  console.error(message)
  process.exit(1)
}
