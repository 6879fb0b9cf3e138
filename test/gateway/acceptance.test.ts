import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accepted, drivers } from './acceptance.ts'
import { type Fixture, openFixture, password } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const program = pathToFileURL(fileURLToPath(new URL('acceptance-program.mjs', import.meta.url))).href

it.each(drivers)('$title works against the stand-in as against a database', async ({ name }) => {
  expect(await fixture.run(`await import('${program}')`, { env: { DRIVER: name } })).toEqual(accepted)
  expect(JSON.stringify(fixture.events)).not.toContain(password)
})
