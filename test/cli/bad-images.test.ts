import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { commandLine, expectExitCode } from '../support/command-line.ts'
import { requireEngine } from '../support/engine.ts'
import { expectNothingNew, listingOf } from '../support/listing.ts'
import { writeLocalSettings } from '../support/local-settings.ts'
import { project, smallDefinition } from '../support/project.ts'

const deadlineMs = 60_000

requireEngine('an image that cannot be had', (docker) => {
  test('a build that fails is a finding with the last lines of the builder', async () => {
    const before = await listingOf(docker)
    await using broken = await project({
      'task.json': smallDefinition('web:1'),
      'preflight.yaml': 'taskDefinition: task.json\nimages:\n  web: { build: { context: . } }\n',
      Dockerfile: 'ARG NODE_IMAGE=node:24-alpine\nFROM ${NODE_IMAGE}\nRUN echo the compiler is missing && exit 7\n',
    })
    await writeLocalSettings(broken.directory, ['web'])
    const outcome = await commandLine(['run'], { cwd: broken.directory, deadlineMs })

    expectExitCode(outcome, 1)
    expect(outcome.stdout).toMatch(/^task\.json:\d+:\d+ error image-can-be-built \(web\)/m)
    expect(outcome.stdout).toContain('the compiler is missing')
    expect(outcome.temporaryFiles).toEqual([])
    await expectNothingNew(docker, before, [outcome.pid])
  })

  test('a build without its Dockerfile is a finding that says what is missing', async () => {
    const before = await listingOf(docker)
    await using empty = await project({
      'task.json': smallDefinition('web:1'),
      'preflight.yaml': 'taskDefinition: task.json\nimages:\n  web: { build: { context: ., dockerfile: Dockerfile.web } }\n',
    })
    await writeLocalSettings(empty.directory, ['web'])
    const outcome = await commandLine(['run'], { cwd: empty.directory, deadlineMs })

    expectExitCode(outcome, 1)
    expect(outcome.stdout).toContain('there is no "Dockerfile.web"')
    await expectNothingNew(docker, before, [outcome.pid])
  })

  test('a registry that cannot be reached says nothing about ECS: 2, and what to do', async () => {
    const before = await listingOf(docker)
    // Nobody listens on port 1, and engines speak plain HTTP to registries on loopback.
    await using unreachable = await project({ 'task.json': smallDefinition('127.0.0.1:1/team/web:1'), 'preflight.yaml': '{}\n' })
    await writeLocalSettings(unreachable.directory, [])
    const outcome = await commandLine(['run', 'task.json'], { cwd: unreachable.directory, deadlineMs })

    expectExitCode(outcome, 2)
    expect(outcome.stdout).toContain('cannot be had here')
    expect(outcome.stdout.replaceAll(/\s+/g, ' ')).toContain('connect: connection refused')
    expect(outcome.stdout).not.toContain('HTTP code')
    await expectNothingNew(docker, before, [outcome.pid])
  })

  test('an image that its registry does not have is a finding: ECS could not pull it either', async () => {
    const before = await listingOf(docker)
    await using registry = await emptyRegistry()
    const image = `127.0.0.1:${registry.port}/team/web:1`
    await using missing = await project({ 'task.json': smallDefinition(image), 'preflight.yaml': '{}\n' })
    await writeLocalSettings(missing.directory, [])
    const outcome = await commandLine(['run', 'task.json'], { cwd: missing.directory, deadlineMs })

    expectExitCode(outcome, 1)
    expect(registry.asked()).toContain('/v2/team/web/manifests/1')
    expect(outcome.stdout).toMatch(/^task\.json:\d+:\d+ error image-can-be-pulled \(web\)/m)
    expect(outcome.stdout).toContain('CannotPullContainerError')
    await expectNothingNew(docker, before, [outcome.pid])
  })
})

/** A registry that answers as one does, and has nothing. */
async function emptyRegistry() {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    if (url === '/v2/') response.writeHead(200, { 'Docker-Distribution-Api-Version': 'registry/2.0' }).end()
    else
      response
        .writeHead(404, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
