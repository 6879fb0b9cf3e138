import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { SystemUser } from './embedded-binaries.ts'

const stopWithinMs = 5000
const keptOutput = 8192

/** A process of ours, with what it last said. */
export interface Running {
  readonly child: ChildProcess
  /** Resolves when `pattern` was seen on its standard error; rejects with what it said when it ends before, or at the deadline. */
  said(pattern: RegExp, deadlineMs: number): Promise<void>
  /** Resolves with its exit code; -1 when a signal ended it. */
  readonly ended: Promise<number>
  output(): string
}

/** Starts a program in a process group of its own: Ctrl-C is for the harness, which ends it in its own order. */
export function start(command: string, args: readonly string[], user: SystemUser | undefined, directory: string): Running {
  const child = spawn(command, args, {
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LC_ALL: 'C', HOME: directory },
    ...user,
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-keptOutput)
    child.emit('said')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(-1)
    })
    child.once('close', (code) => resolve(code ?? -1))
  })
  return {
    child,
    ended,
    output: () => output.trim(),
    said(pattern, deadlineMs) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => finish(() => reject(new Error(`${command} was not ready within ${deadlineMs} ms: ${output.trim()}`))),
          deadlineMs,
        )
        const look = () => {
          if (pattern.test(output)) finish(resolve)
        }
        const finish = (then: () => void) => {
          clearTimeout(timer)
          child.off('said', look)
          then()
        }
        child.on('said', look)
        void ended.then((code) => finish(() => reject(new Error(`${command} ended with ${code}: ${output.trim()}`))))
        look()
      })
    },
  }
}

/** Ends a Postgres without a checkpoint, for its data are thrown away. SIGKILL would leave its children and its shared memory behind. */
export async function stopPostgres(running: Running): Promise<void> {
  running.child.kill('SIGQUIT')
  const timer = setTimeout(() => running.child.kill('SIGKILL'), stopWithinMs)
  await running.ended
  clearTimeout(timer)
}

/**
 * A small shell that outlives a harness killed without warning: when its standard input ends before it was dismissed, it
 * ends the server whose pid Postgres itself wrote into its data directory, and removes `directory`.
 */
export function guard(directory: string, dataDirectory: string): { dismiss(): Promise<void> } {
  const script = `read -r word && exit 0
trap '' HUP INT TERM
pid=$(head -n 1 "$2/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
rm -rf "$1"`
  const child = spawn('/bin/sh', ['-c', script, 'ecs-preflight-guard', directory, dataDirectory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  return {
    async dismiss() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      // Waited for now, so that a program with nothing else to do does not end before the rest is removed.
      child.ref()
      const gone = once(child, 'close')
      child.stdin.end('dismissed\n')
      await gone
    },
  }
}
