import Docker from 'dockerode'
import { beforeAll, describe, expect } from 'vitest'
import { within } from '../../harness/waiting/within.ts'

const answersWithinMs = 5000

/** The engine that DOCKER_HOST names, else the local one; undefined where none answers. */
const engine = await (async () => {
  const docker = new Docker()
  try {
    await within(answersWithinMs, 'an answer of the engine', docker.ping())
    return docker
  } catch {
    return undefined
  }
})()

const required = process.env['ECS_PREFLIGHT_REQUIRE_DOCKER'] === '1'

/**
 * A group of tests that needs a container engine. Without one it is skipped and says so; with
 * ECS_PREFLIGHT_REQUIRE_DOCKER=1 it fails instead, so that a pipeline never passes by having tested nothing.
 */
export function requireEngine(title: string, tests: (docker: Docker) => void): void {
  describe.skipIf(engine === undefined && !required)(`${title}${engine === undefined ? ' (no container engine answers)' : ''}`, () => {
    if (engine === undefined && required)
      beforeAll(() => expect.fail('ECS_PREFLIGHT_REQUIRE_DOCKER asks for a container engine: start Docker, or set DOCKER_HOST'))
    tests(engine ?? new Docker())
  })
}
