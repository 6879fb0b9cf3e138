import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { HealthCheckPlan } from '../../plan/health-check.ts'
import type { ProbeResult } from '../runtime.ts'
import { reasonOf } from './engine.ts'

/** Docker keeps this much of a probe's output. */
const keptBytes = 4096
const startsWithinMs = 30_000

/** Runs a health command in a container once, as the engine's own health check would. Never throws. */
export async function probe(
  docker: Docker,
  container: Container,
  healthCheck: HealthCheckPlan,
  shell: readonly string[],
): Promise<ProbeResult> {
  const startedAt = performance.now()
  const result = (exitCode: number, output: string, timedOut = false): ProbeResult => ({
    durationMs: Math.round(performance.now() - startedAt),
    exitCode,
    timedOut,
    output: output.slice(0, keptBytes),
  })
  try {
    const exec = await container.exec({ Cmd: argumentsOf(healthCheck.command, shell), AttachStdout: true, AttachStderr: true })
    const stream = await exec.start({ hijack: true, stdin: false, abortSignal: AbortSignal.timeout(startsWithinMs) })
    let output = ''
    const sink = new PassThrough()
    sink.on('data', (chunk: Buffer) => {
      if (output.length < keptBytes) output += chunk.toString('utf8')
    })
    docker.modem.demuxStream(stream, sink, sink)
    const { promise: ended, resolve } = Promise.withResolvers<'ended'>()
    stream.once('end', () => resolve('ended'))
    stream.once('close', () => resolve('ended'))
    stream.once('error', () => resolve('ended'))
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<'timeout'>((fire) => {
      timer = setTimeout(() => fire('timeout'), healthCheck.timeoutMs)
    })
    const how = await Promise.race([ended, timeout])
    clearTimeout(timer)
    if (how === 'timeout') {
      stream.destroy()
      const { Pid } = await exec.inspect()
      endProcess(Pid, container.id)
      return result(-1, `Health check exceeded timeout (${healthCheck.timeoutMs / 1000}s)${output === '' ? '' : `: ${output}`}`, true)
    }
    const { ExitCode } = await exec.inspect()
    // The command could not be run at all: Docker's health check says -1 then.
    if (output.startsWith('OCI runtime exec failed')) return result(-1, output)
    return result(ExitCode ?? -1, output)
  } catch (error) {
    return result(-1, reasonOf(error))
  }
}

function argumentsOf([kind, ...rest]: readonly string[], shell: readonly string[]): string[] {
  return kind === 'CMD-SHELL' ? [...shell, ...rest] : rest
}

/**
 * Ends the process of a probe that took too long, as the engine does. Its number is one of the engine's machine, so it is
 * touched only where the kernel of this one says that it belongs to this very container.
 */
function endProcess(pid: number, containerId: string): void {
  try {
    if (pid > 1 && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(containerId)) process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already, or on another machine: the engine removes it with its container.
  }
}
