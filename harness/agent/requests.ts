import type { TargetGroupSettings } from '../settings/schema.ts'
import { matchesStatus, parseMatcher } from '../health/matcher.ts'
import type { Stage } from './play-task.ts'

const attempts = 3
const gapMs = 500
const smokeTimeoutMs = 30_000

/** Asks as the load balancer would. One success suffices to be healthy; a failure is asked again, as it would be. */
export async function askTargetGroup(stage: Stage): Promise<void> {
  const group = stage.plan.targetGroup
  if (group === undefined) return
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (await asked(stage, group)) return
    await stage.clock.after(gapMs, stage.signal)
  }
}

async function asked({ task, emit }: Stage, { port, path, timeout, matcher }: TargetGroupSettings): Promise<boolean> {
  const { status, durationMs, error, body } = await task.request({ port, path, timeoutMs: timeout, userAgent: 'ELB-HealthChecker/2.0' })
  emit({ type: 'request', purpose: 'target-group', port, path, durationMs, ...told(status, error, body) })
  const parsed = parseMatcher(matcher)
  return status !== undefined && parsed.kind === 'codes' && matchesStatus(parsed.ranges, status)
}

/** The requests the settings expect an answer to, one after the other. */
export async function askSmokeRequests({ plan, task, emit }: Stage): Promise<void> {
  for (const request of plan.expect.requests) {
    const port = request.port ?? plan.targetGroup?.port ?? plan.containers.flatMap(({ ports }) => ports)[0]?.port
    const { path, within } = request
    if (port === undefined) {
      emit({ type: 'request', purpose: 'smoke', port: 0, path, durationMs: 0, error: 'no port: set "port" in expect.requests' })
      continue
    }
    const { status, durationMs, error, body } = await task.request({
      port,
      path,
      timeoutMs: Math.max(within ?? 0, smokeTimeoutMs),
      userAgent: 'ecs-preflight',
    })
    emit({ type: 'request', purpose: 'smoke', port, path, durationMs, ...told(status, error, body) })
  }
}

function told(status: number | undefined, error: string | undefined, body: string) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    ...(body === '' ? {} : { body: body.slice(0, 500) }),
  }
}
