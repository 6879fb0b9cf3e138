import type Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireEngine } from '../support/engine.ts'
import { composeProgram, dockerCompose, machineVariables, secretVariables } from './docker-compose.ts'

const project = `ecs-preflight-test-compose-${process.pid}`
const required = process.env['ECS_PREFLIGHT_REQUIRE_DOCKER'] === '1'
const withoutProgram = composeProgram === undefined ? ' (there is no docker-compose)' : ''

requireEngine('docker-compose.yml on a real engine', (docker) => {
  describe.skipIf(composeProgram === undefined && !required)(`brought up${withoutProgram}`, () => {
    const down = () => compose(['down', '--volumes', '--remove-orphans', '--timeout', '5'], 120_000)
    let environment: Readonly<Record<string, string>> = {}
    const compose = (words: readonly string[], withinMs: number) =>
      dockerCompose(['--project-name', project, ...words], environment, withinMs)

    beforeAll(async () => {
      environment = { ...(await secretVariables()), ...(await machineVariables()) }
      if (composeProgram !== undefined) await compose(['up', '--detach', '--build'], 400_000)
    }, 420_000)
    // The last test takes it down too; here it goes also when a test before that has failed.
    afterAll(async () => {
      if (composeProgram !== undefined) await down()
    }, 130_000)

    test('the API answers 200 at the address that docker-compose names', async () => {
      const response = await answerOf(`http://${(await compose(['port', 'endpoints', '8080'], 20_000)).trim()}/health`)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ status: 'ok', database: { status: 'ok' } })
    })

    test('the port is open on this machine only, and the network of the task publishes none', async () => {
      const containers = await containersOf(docker)
      const published = containers.flatMap(({ Ports }) => Ports.filter(({ PublicPort }) => PublicPort !== undefined))
      expect(published.map(({ IP, PrivatePort }) => ({ IP, PrivatePort }))).toEqual([{ IP: '127.0.0.1', PrivatePort: 8080 }])
      const pause = containers.find(({ Labels }) => Labels['com.docker.compose.service'] === 'pause')
      expect(Object.keys(pause?.NetworkSettings.Networks ?? {})).toEqual([`${project}_task`])
    })

    test('the application can ask its metadata, and reaches nothing outside', async () => {
      const asked = `
        const metadata = await fetch(process.env.ECS_CONTAINER_METADATA_URI_V4 + '/task').then((answer) => answer.json())
        const outside = await fetch('https://example.com').then(() => 'reached', (error) => error.cause.code)
        console.log(JSON.stringify({ family: metadata.Family, outside }))`
      const output = await compose(['exec', '-T', 'api', 'node', '--input-type=module', '-e', asked], 30_000)
      expect(JSON.parse(output)).toEqual({ family: 'aiglossarypro-api', outside: 'ENOTFOUND' })
    })

    test('what stopped as a whole starts again with new certificates', async () => {
      const authority = () => compose(['exec', '-T', 'api', 'cat', '/etc/ecs-preflight/authority.pem'], 20_000)
      const first = await authority()
      await compose(['stop', '--timeout', '5'], 60_000)
      await compose(['start'], 60_000)
      const response = await answerOf(`http://${(await compose(['port', 'endpoints', '8080'], 20_000)).trim()}/health`)
      expect(response.status).toBe(200)
      expect(await authority()).not.toBe(first)
    }, 150_000)

    test('down with its volumes leaves nothing on the engine', async () => {
      expect(await thingsOf(docker)).toHaveLength(8)
      await down()
      expect(await thingsOf(docker)).toEqual([])
    }, 130_000)
  })
})

function containersOf(docker: Docker) {
  return docker.listContainers({ all: true, filters: { label: [`com.docker.compose.project=${project}`] } })
}

/** Containers, networks and volumes of the project. */
async function thingsOf(docker: Docker): Promise<readonly string[]> {
  const containers = await containersOf(docker)
  const networks = await docker.listNetworks()
  const { Volumes: volumes } = await docker.listVolumes()
  const names = [...networks, ...volumes].map(({ Name }) => Name).filter((name) => name.startsWith(project))
  return [...containers.flatMap(({ Names }) => Names), ...names]
}

const answersWithinMs = 30_000

/** The API needs a moment after its container has started. */
async function answerOf(url: string): Promise<Response> {
  const deadline = performance.now() + answersWithinMs
  for (;;) {
    try {
      return await fetch(url, { signal: AbortSignal.timeout(5000) })
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`${url} did not answer within ${answersWithinMs / 1000} s`, { cause })
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 250)
    })
  }
}
