import { expect, test } from 'vitest'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import { createMask } from '../../harness/sensitive/masking.ts'
import { createRecorder } from '../../harness/timeline/recorder.ts'
import { connectionsTo, eventsOf, exitOf, listeningOf, logsOf, reached, readinessOf } from '../../harness/timeline/questions.ts'
import { asked, connected, ended, listening, printed, probed, settled, staged, started, timelineOf } from './given.ts'

test('every event gets its time, in the order in which it happened', () => {
  let now = 0
  const { emit, timeline } = createRecorder({ now: () => now })
  emit(started())
  now = 250
  emit(listening())
  expect(timeline.events.map(({ type, atMs }) => [type, atMs])).toEqual([
    ['container-started', 0],
    ['listening', 250],
  ])
})

test('however much a container prints, its first and its last lines stay and the rest is counted', () => {
  const { emit, timeline } = createRecorder({ now: () => 0 })
  emit(started())
  for (let line = 0; line < 20_000; line += 1) emit(printed(`line ${line}`))
  emit(printed('quiet', 'log'))
  const kept = logsOf(timeline, 'api').map(({ text }) => text)
  const dropped = timeline.logLinesDropped.get('api') ?? 0
  expect(kept.length).toBeLessThanOrEqual(3500)
  expect(kept.length + dropped).toBe(20_000)
  expect(kept.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, line) => `line ${line}`))
  expect(kept.at(-1)).toBe('line 19999')
  expect(kept.at(-2000)).toBe('line 18000')
  expect(logsOf(timeline, 'log')).toHaveLength(1)
  expect(eventsOf(timeline, 'container-started')).toHaveLength(1)
})

test('secrets are taken out before anybody sees the event', () => {
  const mask = createMask([{ name: 'JWT_SECRET', value: new Sensitive('synthetic-value-1234') }])
  const seen: string[] = []
  const { emit, timeline } = createRecorder({
    now: () => 0,
    mask: (happening) => mask.maskDeep(happening),
    onEvent: (event) => void seen.push(JSON.stringify(event)),
  })
  emit(printed('using synthetic-value-1234'))
  expect(logsOf(timeline, 'api')[0]?.text).toBe('using <secret JWT_SECRET>')
  expect(seen.join()).not.toContain('synthetic-value-1234')
})

test('who waits is answered by the first event that fits, or at once', async () => {
  const recorder = createRecorder({ now: () => 0 })
  const answer = recorder.until((timeline) => (timeline.events.length === 2 ? 'two' : undefined))
  recorder.emit(started())
  recorder.emit(listening())
  expect(await answer).toBe('two')
  expect(await recorder.until(() => 'now')).toBe('now')
})

test('a question that throws rejects, and does not stop the next event', async () => {
  const recorder = createRecorder({ now: () => 0 })
  const answer = recorder.until(({ events }) => {
    if (events.length > 0) throw new Error('no')
    return undefined
  })
  recorder.emit(started())
  await expect(answer).rejects.toThrow('no')
  expect(() => recorder.emit(listening())).not.toThrow()
})

test('a container has ended by itself only when that was before the watching ended', () => {
  expect(exitOf(timelineOf([0, started()], [9, ended(1)]), 'api')?.exitCode).toBe(1)
  expect(exitOf(timelineOf([0, started()], [9, settled], [9, asked()], [9, ended(0)]), 'api')).toBeUndefined()
  expect(exitOf(timelineOf([0, started()], [9, ended(1)], [9, settled]), 'api')?.exitCode).toBe(1)
})

test('readiness counts from the container’s own start and knows how slow the failing probes were', () => {
  const timeline = timelineOf(
    [1000, started()],
    [1200, probed(1, '', 150)],
    [1500, probed(1, '', 40)],
    [2000, probed(0, '', 60)],
    [9000, probed(1, '', 900)],
  )
  expect(readinessOf(timeline, 'api')).toEqual({ readyAtMs: 1000, probeDurationMs: 60, failingProbeDurationMs: 150 })
  expect(readinessOf(timelineOf([0, started()], [9, probed(1)]), 'api')).toBeUndefined()
})

test('an address is told once, however often it is seen', () => {
  const timeline = timelineOf(
    [1, listening()],
    [2, { type: 'listening-ended', address: '0.0.0.0', port: 8080 }],
    [3, listening()],
    [4, listening(8080, '::')],
  )
  expect(listeningOf(timeline).map(({ address, atMs }) => [address, atMs])).toEqual([
    ['0.0.0.0', 1],
    ['::', 4],
  ])
})

test('a connection is put together from its events, by its host or by one of its names', () => {
  const database = { connection: { host: 'db.example' }, names: ['pooler.example'] }
  const timeline = timelineOf(
    [10, connected(1, 'db.example')],
    [11, connected(2, 'pooler.example')],
    [12, connected(3, 'other.example')],
    [13, connected(4, '')],
    [20, staged('tls', 10)],
    [40, staged('query', 30)],
    [50, staged('tls', 39, 'unknown authority', 2)],
  )
  const found = connectionsTo(timeline, database)
  expect(found.map(({ connection }) => connection)).toEqual([1, 2, 4])
  expect(found[0]).toMatchObject({ answeredAtMs: 40, answeredAfterMs: 30, transport: 'postgres' })
  expect(found[1]).toMatchObject({ failure: { stage: 'tls', reason: 'unknown authority' } })
  expect(found.map(reached)).toEqual(['query', undefined, undefined])
})
