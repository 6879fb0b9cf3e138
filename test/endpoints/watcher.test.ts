import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createLineReader, type FromWatcher } from '../../harness/endpoints/protocol.ts'
import { listeningSockets } from '../../harness/endpoints/watcher.ts'
import { eventually } from './support.ts'

const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const row = (local: string, state = '0A') =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 24590 1 0000000000000000 100 0 0 10 0`

test('addresses of the kernel are shown as people write them', () => {
  const text = [
    heading,
    row('00000000:1F90'),
    row('0100007F:1538'),
    row('1701000A:0050'),
    row('00000000000000000000000000000000:01BB'),
    row('00000000000000000000000001000000:0CEA'),
    row('0000000000000000FFFF00000100007F:2328'),
    row('B80D0120000000000000000001000000:0016'),
  ].join('\n')
  expect(listeningSockets(text, 'LE')).toEqual([
    { address: '0.0.0.0', port: 8080 },
    { address: '127.0.0.1', port: 5432 },
    { address: '10.0.1.23', port: 80 },
    { address: '::', port: 443 },
    { address: '::1', port: 3306 },
    { address: '127.0.0.1', port: 9000 },
    { address: '2001:db8::1', port: 22 },
  ])
  expect(listeningSockets(row('7F000001:1538'), 'BE')).toEqual([{ address: '127.0.0.1', port: 5432 }])
})

test("connections, Docker's own name server and a second socket on the same port are not told", () => {
  const text = [row('0100007F:1F90', '01'), row('0B00007F:A0F1'), row('00000000:1F90'), row('00000000:1F90')].join('\n')
  expect(listeningSockets(text, 'LE')).toEqual([{ address: '0.0.0.0', port: 8080 }])
})

function start(...words: string[]) {
  const child = spawn(process.execPath, ['harness/endpoints/watcher.ts', ...words])
  const lines: FromWatcher[] = []
  const reader = createLineReader<FromWatcher>((line) => lines.push(line))
  child.stdout.on('data', (chunk: Buffer) => reader.push(chunk))
  const exited = once(child, 'exit')
  return {
    child,
    lines,
    exitCode: async () => (await exited)[0] as number,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

test('who listens is told within moments of it, and so is who stops', async () => {
  await using watcher = start()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const told = (type: FromWatcher['type']) => () => watcher.lines.find((line) => line.type === type && line.port === port)
  expect(await eventually('the port is told', told('listening'))).toEqual({ type: 'listening', address: '127.0.0.1', port })
  server.close()
  expect(await eventually('the end is told', told('listening-ended'))).toEqual({ type: 'listening-ended', address: '127.0.0.1', port })
})

test('the watcher ends at once on SIGTERM, and lives on without its standard input', async () => {
  await using watcher = start()
  watcher.child.stdin.end()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await eventually('the port is told', () => watcher.lines.find((line) => line.port === port))
  server.close()
  const stoppedAt = performance.now()
  watcher.child.kill('SIGTERM')
  expect(await watcher.exitCode()).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(1000)
})

test('told so, the watcher ends with its standard input', async () => {
  await using watcher = start('--until-stdin-ends')
  watcher.child.stdin.end()
  expect(await watcher.exitCode()).toBe(0)
})

test('watching costs next to nothing, so that the application is measured and not the watcher', async () => {
  await using watcher = start()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await eventually('the port is told', () => watcher.lines.find((line) => line.port === port))
  server.close()
  // User and system time, in hundredths of a second.
  const ticks = () => {
    const fields = readFileSync(`/proc/${watcher.child.pid}/stat`, 'utf8').split(' ')
    return Number(fields[13]) + Number(fields[14])
  }
  const before = ticks()
  await new Promise((resolve) => setTimeout(resolve, 4000))
  // About 1 % is what it takes; 3 % leaves room for a slow machine.
  expect(ticks() - before).toBeLessThanOrEqual(12)
})
