import Docker from 'dockerode'
import { describe, test } from 'vitest'
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

/**
 * A group of tests that needs a container engine. Without one it is skipped and says so; with
 * ECS_PREFLIGHT_REQUIRE_DOCKER=1 it fails instead, so that a pipeline never passes by having tested nothing.
 */
export function requireEngine(title: string, tests: (docker: Docker) => void): void {
  if (engine !== undefined) describe(title, () => tests(engine))
  else if (process.env['ECS_PREFLIGHT_REQUIRE_DOCKER'] === '1')
    describe(title, () => {
      test('a container engine answers', () => {
        throw new Error('no container engine answers, and ECS_PREFLIGHT_REQUIRE_DOCKER asks for one: start Docker, or set DOCKER_HOST')
      })
    })
  else describe.skip(`${title} (skipped: no container engine answers)`, () => tests(new Docker()))
}
