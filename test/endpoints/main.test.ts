import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createLineReader, encodeLine, type FromEndpoints, type ToEndpoints } from '../../harness/endpoints/protocol.ts'
import { askUdp, configuration, eventually, query, webId } from './support.ts'

/** The program as the container runs it. */
function start() {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, ['harness/endpoints/main.ts'])
  const lines: FromEndpoints[] = []
  const reader = createLineReader<FromEndpoints>((line) => lines.push(line))
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => reader.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exited = once(child, 'exit')
  return {
    lines,
    errors: () => errors,
    child,
    tell: (line: ToEndpoints) => void child.stdin.write(encodeLine(line)),
    saw: <Type extends FromEndpoints['type']>(type: Type) =>
      eventually(`a line "${type}"`, () => lines.find((line): line is Extract<FromEndpoints, { type: Type }> => line.type === type)),
    exitCode: async () => (await exited)[0] as number,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

test('the program is ready, tells what happens, learns what changes, makes requests, and ends when it is told to', async () => {
  await using program = start()
  program.tell({ type: 'configure', configuration })
  const { httpPort, dnsPort } = await program.saw('ready')

  await askUdp(dnsPort, query('nowhere.example.org'))
  expect(await program.saw('event')).toEqual({
    type: 'event',
    happening: { type: 'name-asked', name: 'nowhere.example.org', outcome: 'refused' },
  })

  program.tell({ type: 'task-state', state: { desiredStatus: 'RUNNING', knownStatus: 'RUNNING', containers: [] } })
  program.tell({ type: 'stats', dockerId: webId, stats: { pids_stats: { current: 3 } } })
  program.tell({
    type: 'request',
    id: 7,
    order: { url: `http://127.0.0.1:${httpPort}/v4/${webId}/task`, timeoutMs: 2000, maxBodyBytes: 100_000 },
  })
  const { id, outcome } = await program.saw('response')
  expect([id, outcome.status, JSON.parse(outcome.body).KnownStatus]).toEqual([7, 200, 'RUNNING'])
  expect(await (await fetch(`http://127.0.0.1:${httpPort}/v4/${webId}/stats`)).json()).toMatchObject({ pids_stats: { current: 3 } })

  program.tell({ type: 'stop' })
  expect([await program.exitCode(), program.errors()]).toEqual([0, ''])
})

test('the program ends when its harness is gone', async () => {
  await using program = start()
  program.tell({ type: 'configure', configuration })
  await program.saw('ready')
  program.child.stdin.end()
  expect(await program.exitCode()).toBe(0)
})

test('a request in flight does not hold the program when it is to stop', async () => {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await using program = start()
    program.tell({ type: 'configure', configuration })
    await program.saw('ready')
    const { port } = server.address() as AddressInfo
    program.tell({ type: 'request', id: 1, order: { url: `http://127.0.0.1:${port}/`, timeoutMs: 60_000, maxBodyBytes: 10 } })
    program.tell({ type: 'stop' })
    expect(await program.exitCode()).toBe(0)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('a port that is taken is said, and the program ends with 1', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await using program = start()
    const { port } = server.address() as AddressInfo
    program.tell({ type: 'configure', configuration: { ...configuration, listen: { ...configuration.listen, httpPort: port } } })
    expect((await program.saw('failed')).message).toMatch(/EADDRINUSE/)
    expect(await program.exitCode()).toBe(1)
  } finally {
    server.close()
  }
})

test('a line that is no JSON, or comes too early, is said, and the program ends with 1', async () => {
  await using garbled = start()
  garbled.child.stdin.write('rubbish\n')
  expect((await garbled.saw('failed')).message).toBe('not a line of this protocol: rubbish')
  expect(await garbled.exitCode()).toBe(1)

  await using early = start()
  early.tell({ type: 'stats', dockerId: webId, stats: {} })
  expect((await early.saw('failed')).message).toBe('the first line must be "configure"')
  expect(await early.exitCode()).toBe(1)
})
