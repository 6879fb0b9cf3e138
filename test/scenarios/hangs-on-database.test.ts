import { expect, test } from 'vitest'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'
import { playScenario, scenarioFile } from '../support/scenario.ts'

requireEngine('a container that hangs on its database', (docker) => {
  test('a host that accepts and stays silent: no answer for how long, silent since when, and when ECS would have stopped it', async () => {
    const before = await listingOf(docker)
    const { pid, exitCode, run, finding, temporaryFiles } = await playScenario('hangs-on-database')

    expect(exitCode).toBe(1)
    const hangs = finding('hangs-on-database')
    expect(hangs).toMatchObject({ severity: 'error', container: 'api', file: scenarioFile('hangs-on-database'), line: 9 })
    expect(hangs.message).toMatch(
      /\d+ connections? to ep-synthetic-silent-b2c3d4e5\.us-east-1\.aws\.neon\.tech in 6(\.\d)? s, none got an answer/,
    )
    expect(hangs.message).toMatch(/silent since its last log line, [4-6](\.\d)? s ago,? and never listened/)
    // The probes at 90, 120 and 150 s are the first that count; the last may take its timeout of 10 s.
    expect(hangs.message).toMatch(/ECS would have stopped it at 160 s at the latest/)
    expect(hangs.remedy).toContain('time limit')
    expect(hangs.remedy).toContain('DATABASE_URL')
    expect(hangs.evidence).toContainEqual(expect.objectContaining({ kind: 'log', text: 'starting' }))
    expect(hangs.evidence).toContainEqual(expect.objectContaining({ kind: 'connection' }))
    expect(run.databases).toMatchObject([{ variable: 'DATABASE_URL', connected: false, connectMs: null }])
    expect(run.databases[0]?.stages.find(({ stage }) => stage === 'tls')?.outcome).not.toBe('ok')
    expect(run.task.containers).toMatchObject([{ name: 'api', listening: [], listeningAtMs: null, readyAtMs: null }])
    expect(temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [pid])
  }, 240_000)

  test('a WebSocket constructor that is missing: what was swallowed, because nothing ever came to the gateway', async () => {
    const before = await listingOf(docker)
    const { pid, exitCode, run, finding, temporaryFiles } = await playScenario('websocket-constructor-missing')

    expect(exitCode).toBe(1)
    const hangs = finding('hangs-on-database')
    expect(hangs).toMatchObject({ severity: 'error', container: 'api', file: scenarioFile('websocket-constructor-missing'), line: 9 })
    expect(hangs.message).toContain('never connected to its database: no TLS, no upgrade, no query')
    expect(hangs.message).toMatch(/was seen at the gateway in 5(\.\d)? s/)
    expect(hangs.message).toMatch(/silent since its last log line, [3-5](\.\d)? s ago/)
    expect(hangs.remedy).toContain('swallowed')
    expect(hangs.remedy).toContain('neonConfig.webSocketConstructor = ws')
    expect(run.databases).toMatchObject([{ connected: false, connections: 0, protocol: null }])
    expect(new Set(run.databases[0]?.stages.map(({ outcome }) => outcome))).toEqual(new Set(['not-reached']))
    expect(temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [pid])
  }, 240_000)
})
