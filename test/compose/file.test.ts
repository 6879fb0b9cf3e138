import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compose } from '../../harness/commands/compose.ts'
import { globalArguments } from '../../harness/commands/global-arguments.ts'
import { repository } from '../support/command-line.ts'
import { secretVariables } from './docker-compose.ts'

const surroundings = { signal: new AbortController().signal, progress: () => undefined, version: '0.0.0' }
const written = await compose(undefined, { settings: join(repository, 'preflight.yaml') }, surroundings)

test('docker-compose.yml is what the plan says today: after a change, run "npm run compose"', async () => {
  expect(await readFile(join(repository, 'docker-compose.yml'), 'utf8')).toBe(written)
})

test('a secret stands in the file by its name only, and nothing starts without it', async () => {
  for (const [name, value] of Object.entries(await secretVariables())) {
    expect(written).toContain(`${name}: \${${name}:?`)
    expect(written).not.toContain(value)
    expect(written).not.toContain('synthetic')
  }
})

test('the file names no place of this machine and no image of a mirror', () => {
  expect(written).not.toContain(repository)
  expect(written).not.toContain('ecs-preflight-test/')
  expect(written).toContain('${ECS_PREFLIGHT_NODE_IMAGE:-node:24-alpine}')
  expect(written).toContain('${ECS_PREFLIGHT_POSTGRES_IMAGE:-postgres:17-alpine}')
  expect(written).toContain('NODE_IMAGE: ${NODE_IMAGE:-node:24-alpine}')
})

test('what a Dockerfile says about its base images may be chosen, and nothing of its stages', () => {
  const dockerfile = 'ARG NODE_IMAGE="node:24-alpine"\nARG PLAIN\narg BASE=debian:12 \nFROM ${NODE_IMAGE} AS build\nARG INNER=1\n'
  expect(globalArguments(dockerfile)).toEqual({ NODE_IMAGE: 'node:24-alpine', BASE: 'debian:12' })
})
