import { describe, expect, test } from 'vitest'
import type { ContainerScript } from '../../harness/runtime/scripted.ts'
import { decisionOf, eventsOf, probesOf, startFailureOf } from '../../harness/timeline/questions.ts'
import { planOf } from '../plan/given.ts'
import { play, story } from './play.ts'

const health = { command: ['CMD', 'check'], interval: 30, timeout: 5, retries: 3, startPeriod: 60 }
const api = { name: 'api', portMappings: [{ containerPort: 8080 }], healthCheck: health }
const serving: ContainerScript = { listens: [{ afterMs: 400, port: 8080 }], readyAfterMs: 400 }

/** A container "web" that waits for "db". */
function waiting(condition: string, db: object = {}, settings: object = {}) {
  return planOf({
    containers: [
      { name: 'web', dependsOn: [{ containerName: 'db', condition }] },
      { name: 'db', ...db },
    ],
    settings: { ...settings },
  })
}

describe('a task that stays', () => {
  test('is started, found ready, watched for the settle time, asked once more, and stopped', async () => {
    const timeline = await play(planOf({ containers: [api] }), { containers: { api: serving } })
    expect(story(timeline)).toEqual([
      'api started at 0',
      'decided settled at 3400',
      'api asked to stop at 3400',
      'api ended with 0 at 3400',
    ])
    expect(probesOf(timeline, 'api').map(({ atMs, exitCode }) => [atMs, exitCode])).toEqual([
      [300, 1],
      [400, 0],
      [3400, 0],
    ])
  })

  test('is asked by the load balancer and by the requests of the settings before it settles', async () => {
    const settings = {
      service: { targetGroup: { container: 'api', port: 8080, path: '/health' } },
      expect: { requests: [{ path: '/a' }, { path: '/b', port: 9000 }] },
    }
    const asked: string[] = []
    const timeline = await play(planOf({ containers: [api], settings }), {
      containers: { api: serving },
      respond: ({ path, port, userAgent }) => {
        asked.push(`${userAgent} ${port}${path}`)
        return { status: 200, durationMs: 5, body: 'ok' }
      },
    })
    expect(asked).toEqual(['ELB-HealthChecker/2.0 8080/health', 'ecs-preflight 8080/a', 'ecs-preflight 9000/b'])
    expect(decisionOf(timeline)?.why).toBe('settled')
  })

  test('without a health check is ready when it listens on its ports', async () => {
    const timeline = await play(planOf({ containers: [{ ...api, healthCheck: undefined }] }), { containers: { api: serving } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'settled', atMs: 3400 })
  })

  test('gives a database that nobody has connected to yet its connectWithin', async () => {
    const plan = planOf({
      containers: [{ ...api, environment: [{ name: 'DATABASE_URL', value: 'postgresql://u:p@db.example/app' }] }],
      settings: { databases: [{ variable: 'DATABASE_URL', connectWithin: '10s' }] },
    })
    expect(decisionOf(await play(plan, { containers: { api: serving } }))).toMatchObject({ why: 'settled', atMs: 10_400 })
  })

  test('one probe that fails at the end is asked again before anything is concluded', async () => {
    const timeline = await play(planOf({ containers: [api] }), { containers: { api: { ...serving, brokenAfterMs: 3000 } } })
    expect(probesOf(timeline, 'api').map(({ atMs, exitCode }) => [atMs, exitCode])).toEqual([
      [300, 1],
      [400, 0],
      [3400, 1],
      [4400, 1],
      [5400, 1],
    ])
  })
})

describe('a task that ECS would stop', () => {
  test.each([0, 1])(
    'an essential container that ends with exit code %i stops the task; how the others stop is not asked any more',
    async (exitCode) => {
      const plan = planOf({ containers: [api, { name: 'log' }] })
      const timeline = await play(plan, { containers: { api: { exits: { afterMs: 200, exitCode } }, log: {} } })
      expect(story(timeline)).toEqual([
        'api started at 0',
        'log started at 0',
        `api ended with ${exitCode} at 200`,
        'decided essential-container-exited (api) at 200',
      ])
    },
  )

  test('a container that is not essential may end, and the task stays', async () => {
    const plan = planOf({ containers: [api, { name: 'init', essential: false }] })
    const timeline = await play(plan, { containers: { api: serving, init: { exits: { afterMs: 100, exitCode: 3 } } } })
    expect(decisionOf(timeline)?.why).toBe('settled')
  })

  test('an end within the settle time is caught', async () => {
    const timeline = await play(planOf({ containers: [api] }), {
      containers: { api: { ...serving, exits: { afterMs: 3000, exitCode: 1 } } },
    })
    expect(decisionOf(timeline)).toMatchObject({ why: 'essential-container-exited', container: 'api', atMs: 3000 })
  })

  test('an essential container that cannot be started fails the task at once', async () => {
    const reason = 'exec: "serve": executable file not found in $PATH'
    const plan = planOf({ containers: [api, { name: 'log' }] })
    const timeline = await play(plan, { containers: { api: { startTakesMs: 50, startFails: { reason, exitCode: 127 } }, log: {} } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'start-failed', container: 'api', detail: reason, atMs: 50 })
  })

  test('a probe that never succeeds is asked until ECS would have decided at the latest, and no longer', async () => {
    const timeline = await play(planOf({ containers: [api] }), { containers: { api: {} } })
    // The last free probe starts at 30 s or later, the third counted one ends by 140 s.
    expect(decisionOf(timeline)).toMatchObject({ why: 'unhealthy', container: 'api', atMs: 140_000, limitMs: 140_000 })
    const gaps = probesOf(timeline, 'api').map(({ atMs }, index, all) => atMs - (all[index - 1]?.atMs ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000)
    expect(gaps.length).toBeLessThan(20)
  })

  test('a container that never listens is given up after a minute', async () => {
    const timeline = await play(planOf({ containers: [{ ...api, healthCheck: undefined }] }), { containers: { api: {} } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'not-ready-in-time', container: 'api', atMs: 60_000 })
  })

  test('readyWithin counts from the first start', async () => {
    const plan = planOf({ containers: [api], settings: { expect: { readyWithin: '20s' } } })
    const timeline = await play(plan, { containers: { api: { startTakesMs: 1000, readyAfterMs: 25_000 } } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'not-ready-in-time', atMs: 21_000, limitMs: 20_000 })
  })

  test('--max-wait counts from the beginning of the run and says nothing about ECS', async () => {
    const timeline = await play(planOf({ containers: [api] }), { containers: { api: { startTakesMs: 1000 } } }, { maxWaitMs: 5000 })
    expect(decisionOf(timeline)).toMatchObject({ why: 'gave-up', atMs: 5000, limitMs: 5000 })
  })

  test('a one-shot task is waited for until it ends', async () => {
    const plan = planOf({ containers: [{}], settings: { expect: { exit: 0 } } })
    const timeline = await play(plan, { containers: { api: { exits: { afterMs: 400_000, exitCode: 0 } } } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'essential-container-exited', atMs: 400_000 })
  })
})

describe('a container that is not essential', () => {
  test('and never becomes ready does not hold the task up for ever', async () => {
    const plan = planOf({ containers: [api, { name: 'sidecar', essential: false, portMappings: [{ containerPort: 9000 }] }] })
    const timeline = await play(plan, { containers: { api: serving, sidecar: {} } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'settled', atMs: 63_000 })
  })

  test('and never becomes HEALTHY stops a task that waits for it to be', async () => {
    const plan = waiting('HEALTHY', { essential: false, healthCheck: health })
    const timeline = await play(plan, { containers: { web: {}, db: {} } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'unhealthy', container: 'db', atMs: 140_000 })
  })
})

describe('dependsOn', () => {
  test('START: the dependent starts once the dependency has', async () => {
    const timeline = await play(waiting('START'), { containers: { web: {}, db: { startTakesMs: 700 } } })
    expect(story(timeline).slice(0, 2)).toEqual(['db started at 700', 'web started at 700'])
  })

  test('START holds for a dependency that could not be started, as ECS takes it for stopped', async () => {
    const timeline = await play(waiting('START', { essential: false }), { containers: { web: {}, db: { startFails: { reason: 'no' } } } })
    expect(story(timeline).slice(0, 2)).toEqual(['db failed to start at 0', 'web started at 0'])
  })

  test('COMPLETE: any exit code will do', async () => {
    const timeline = await play(waiting('COMPLETE', { essential: false }), {
      containers: { web: {}, db: { exits: { afterMs: 900, exitCode: 4 } } },
    })
    expect(story(timeline).slice(1, 3)).toEqual(['db ended with 4 at 900', 'web started at 900'])
  })

  test('COMPLETE on one that could not be started and left no exit code can never hold', async () => {
    const timeline = await play(waiting('COMPLETE', { essential: false }), {
      containers: { web: {}, db: { startFails: { reason: 'no' } } },
    })
    expect(startFailureOf(timeline, 'web')).toMatchObject({
      dependency: 'db',
      reason: '"web" waits for "db" (COMPLETE), which it will never be',
    })
    expect(decisionOf(timeline)).toMatchObject({ why: 'dependency-failed', container: 'web', atMs: 0 })
  })

  test('SUCCESS: exit code 0 lets the dependent start', async () => {
    const timeline = await play(waiting('SUCCESS', { essential: false }), {
      containers: { web: {}, db: { exits: { afterMs: 900, exitCode: 0 } } },
    })
    expect(story(timeline).slice(1, 3)).toEqual(['db ended with 0 at 900', 'web started at 900'])
  })

  test('SUCCESS: any other exit code fails the dependent, in the words of the ECS agent', async () => {
    const timeline = await play(waiting('SUCCESS', { essential: false, image: 'migrate:1' }), {
      containers: { web: {}, db: { exits: { afterMs: 900, exitCode: 2 } } },
    })
    expect(startFailureOf(timeline, 'web')).toMatchObject({
      exitCode: 143,
      dependency: 'db',
      reason:
        'dependency graph: failed to resolve container ordering dependency [db(migrate:1) (STOPPED->STOPPED) - Exit: 2] for target [web(api:1) (NONE->RUNNING)] as dependency did not exit successfully.',
    })
    expect(decisionOf(timeline)).toMatchObject({ why: 'dependency-failed', container: 'web', atMs: 900 })
  })

  test('what fails because of a dependency fails its own dependents too', async () => {
    const plan = planOf({
      containers: [
        { name: 'web', dependsOn: [{ containerName: 'app', condition: 'START' }] },
        { name: 'app', essential: false, dependsOn: [{ containerName: 'db', condition: 'SUCCESS' }] },
        { name: 'db', essential: false },
      ],
    })
    const timeline = await play(plan, { containers: { web: {}, app: {}, db: { exits: { afterMs: 100, exitCode: 1 } } } })
    expect(startFailureOf(timeline, 'app')?.dependency).toBe('db')
    expect(startFailureOf(timeline, 'web')?.reason).toMatch(/because dependency will never start$/)
  })

  test("HEALTHY is decided on ECS's clock, but the dependent starts here as soon as it is certain", async () => {
    const timeline = await play(waiting('HEALTHY', { healthCheck: health }), { containers: { web: {}, db: { readyAfterMs: 200 } } })
    expect(story(timeline).slice(0, 2)).toEqual(['db started at 0', 'web started at 300'])
    expect(eventsOf(timeline, 'phase')).toContainEqual({ type: 'phase', name: '"web" may start', atMs: 300, ecsAtMs: 30_000 })
  })

  test("startTimeout: ECS's first probe comes after one interval, which may be too late already", async () => {
    const timeline = await play(waiting('HEALTHY', { healthCheck: health, startTimeout: 20 }), {
      containers: { web: {}, db: { readyAfterMs: 200 } },
    })
    expect(startFailureOf(timeline, 'web')).toMatchObject({
      reason: expect.stringMatching(/has timed out\.$/) as string,
      atMs: 300 + 19_701,
    })
  })

  test('startTimeout: a dependency that is not HEALTHY in time fails the dependent', async () => {
    const timeline = await play(waiting('HEALTHY', { healthCheck: health, startTimeout: 50 }), {
      containers: { web: {}, db: { startTakesMs: 500 } },
    })
    expect(startFailureOf(timeline, 'web')).toMatchObject({ atMs: 50_501 })
  })

  test('startTimeout: COMPLETE is waited for as long, counted from the start of the dependency', async () => {
    const script = (afterMs: number) => ({ containers: { web: {}, db: { startTakesMs: 5000, exits: { afterMs, exitCode: 0 } } } })
    const plan = waiting('COMPLETE', { essential: false, startTimeout: 10 })
    expect(startFailureOf(await play(plan, script(9000)), 'web')).toBeUndefined()
    expect(startFailureOf(await play(plan, script(11_000)), 'web')?.atMs).toBe(15_001)
  })

  test('startTimeout: START never times out', async () => {
    const timeline = await play(waiting('START', { startTimeout: 2 }), { containers: { web: {}, db: { startTakesMs: 60_000 } } })
    expect(story(timeline).slice(0, 2)).toEqual(['db started at 60000', 'web started at 60000'])
  })

  test('a dependency that is HEALTHY in time still times out while another one keeps the dependent waiting', async () => {
    const plan = planOf({
      containers: [
        {
          name: 'web',
          dependsOn: [
            { containerName: 'db', condition: 'HEALTHY' },
            { containerName: 'init', condition: 'COMPLETE' },
          ],
        },
        { name: 'db', healthCheck: health, startTimeout: 50 },
        { name: 'init', essential: false },
      ],
    })
    const timeline = await play(plan, {
      containers: { web: {}, db: { readyAfterMs: 100 }, init: { exits: { afterMs: 100_000, exitCode: 0 } } },
    })
    expect(startFailureOf(timeline, 'web')).toMatchObject({ dependency: 'db', atMs: 50_001 })
  })

  test('HEALTHY on a container that ended before it was ready can never hold', async () => {
    const plan = waiting('HEALTHY', { essential: false, healthCheck: health })
    const timeline = await play(plan, { containers: { web: {}, db: { exits: { afterMs: 100, exitCode: 0 } } } })
    expect(decisionOf(timeline)).toMatchObject({ why: 'dependency-failed', container: 'web', atMs: 100 })
  })

  test('a container that is not in the task cannot be waited for', async () => {
    const plan = planOf({ containers: [{ name: 'web', dependsOn: [{ containerName: 'db', condition: 'START' }] }] })
    const timeline = await play(plan, { containers: { web: {} } })
    expect(startFailureOf(timeline, 'web')?.reason).toBe(
      'dependency graph: container ordering dependency [db] for target [web] does not exist.',
    )
  })

  test('a wait without a startTimeout is given up after ten minutes, or after --max-wait', async () => {
    const plan = waiting('COMPLETE', { essential: false })
    const script = { containers: { web: {}, db: {} } }
    expect(decisionOf(await play(plan, script))).toMatchObject({
      why: 'gave-up',
      container: 'web',
      atMs: 600_000,
      detail: '"web" still waits for "db" (COMPLETE)',
    })
    expect(decisionOf(await play(plan, script, { maxWaitMs: 900_000 }))).toMatchObject({ why: 'gave-up', atMs: 900_000 })
  })
})

describe('stopping', () => {
  test('a container is stopped only after every one that depends on it, whatever the condition', async () => {
    const plan = planOf({
      containers: [
        { name: 'db', portMappings: [{ containerPort: 5432 }] },
        { name: 'app', dependsOn: [{ containerName: 'db', condition: 'START' }] },
        { name: 'web', dependsOn: [{ containerName: 'app', condition: 'START' }] },
        { name: 'log', essential: false },
      ],
    })
    const slow: ContainerScript = { stop: { tookMs: 1000, exitCode: 0 } }
    const timeline = await play(plan, {
      containers: { db: { ...slow, listens: [{ afterMs: 0, port: 5432 }] }, app: slow, web: slow, log: slow },
    })
    expect(story(timeline).filter((line) => line.includes('asked'))).toEqual([
      'web asked to stop at 3000',
      'log asked to stop at 3000',
      'app asked to stop at 4000',
      'db asked to stop at 5000',
    ])
  })

  test('who does not stop is killed when its stopTimeout is over', async () => {
    const plan = planOf({ containers: [{ ...api, stopTimeout: 7 }] })
    const timeline = await play(plan, { containers: { api: { ...serving, stop: 'ignores' } } })
    expect(story(timeline).slice(-2)).toEqual(['api asked to stop at 3400', 'api ended with 137 at 10400'])
    expect(eventsOf(timeline, 'stop-requested')[0]).toMatchObject({ signal: 'SIGTERM', stopTimeoutMs: 7000 })
  })
})

describe('trouble', () => {
  test('an engine that goes away ends the watching with its error', async () => {
    await expect(play(planOf({ containers: [api] }), { containers: { api: {} }, lostAtMs: 2000 })).rejects.toThrow('the engine went away')
  })

  test('Ctrl-C ends the watching with its reason, and nothing is stopped in order', async () => {
    await expect(play(planOf({ containers: [api] }), { containers: { api: {} } }, { abortAtMs: 1500 })).rejects.toThrow('interrupted')
  })
})
