import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compose } from '../../harness/commands/compose.ts'
import { composeProgram, dockerCompose } from './docker-compose.ts'

const said: string[] = []
const surroundings = { signal: new AbortController().signal, progress: (line: string) => void said.push(line), version: '0.0.0' }
const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}`

const definition = {
  family: 'shop',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '1024',
  memory: '2048',
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  taskRoleArn: 'arn:aws:iam::111122223333:role/task',
  containerDefinitions: [
    {
      name: 'web',
      image: 'registry.example/web:1.2.3',
      essential: true,
      portMappings: [{ containerPort: 443 }, { containerPort: 8125, protocol: 'udp' }],
      environment: [
        { name: 'PRICE', value: 'costs $5 or ${MORE}' },
        { name: 'DEBUG', value: 'no' },
      ],
      secrets: [{ name: 'TOKEN', valueFrom: arn('web-token-AbCdEf') }],
      dependsOn: [
        { containerName: 'migrate', condition: 'SUCCESS' },
        { containerName: 'postgres', condition: 'HEALTHY' },
      ],
    },
    {
      name: 'migrate',
      image: 'registry.example/migrate:1',
      essential: false,
      command: ['sh', '-c', 'echo $HOME'],
      secrets: [{ name: 'TOKEN', valueFrom: arn('migrate-token-GhIjKl') }],
    },
    {
      name: 'postgres',
      image: 'registry.example/pooler:1',
      essential: true,
      portMappings: [{ containerPort: 6432 }],
      secrets: [{ name: 'SHOP_DATABASE_URL', valueFrom: arn('database-MnOpQr') }],
      healthCheck: { command: ['CMD-SHELL', 'test "$READY" = 1'], interval: 5 },
    },
  ],
}

const secrets = `secretsManager:
  web-token: { arn: "${arn('web-token-AbCdEf')}", value: "synthetic-web-token" }
  migrate-token: { arn: "${arn('migrate-token-GhIjKl')}", value: "synthetic-migrate-token" }
  database: { arn: "${arn('database-MnOpQr')}", value: "postgresql://shop:synthetic-password@db.example.com/shop?sslmode=require" }
`

interface Service {
  readonly [key: string]: unknown
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>
}

let directory = ''
let services: Readonly<Record<string, Service>> = {}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compose-'))
  await writeFile(join(directory, 'task.json'), JSON.stringify(definition))
  await writeFile(join(directory, 'secrets.yaml'), secrets)
  await writeFile(
    join(directory, 'preflight.yaml'),
    'taskDefinition: task.json\nsecrets: secrets.yaml\ndatabases: [ { variable: SHOP_DATABASE_URL, schema: schema } ]\n',
  )
  await mkdir(join(directory, 'schema'))
  await copyFile(join(import.meta.dirname, '..', '..', 'fixtures', 'schema.sql'), join(directory, 'schema', '1.sql'))
  const text = await compose(undefined, { settings: join(directory, 'preflight.yaml') }, surroundings)
  services = (parse(text ?? '') as { services: typeof services }).services
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('a container of the task keeps its name, and the tool gives way', () => {
  expect(Object.keys(services)).toEqual(['pause', 'endpoints', 'ecs-preflight-postgres', 'web', 'migrate', 'postgres'])
  expect(services['postgres']).toMatchObject({ image: '${ECS_PREFLIGHT_IMAGE_POSTGRES:-registry.example/pooler:1}' })
})

test('containers that mean different secrets by one name are given different variables', () => {
  expect(services['web']?.environment['TOKEN']).toMatch(/^\$\{WEB_TOKEN:\?/)
  expect(services['migrate']?.environment['TOKEN']).toMatch(/^\$\{MIGRATE_TOKEN:\?/)
})

test('a dollar sign of the task definition reaches the container as it is', () => {
  expect(services['web']?.environment['PRICE']).toBe('costs $$5 or $${MORE}')
  expect(services['migrate']?.['command']).toEqual(['sh', '-c', 'echo $$HOME'])
  expect(services['postgres']?.['healthcheck']).toMatchObject({ test: ['CMD-SHELL', 'test "$$READY" = 1'], interval: '5s', retries: 3 })
})

test('a container waits for the endpoints and for what its dependsOn names', () => {
  expect(services['web']?.depends_on).toEqual({
    endpoints: { condition: 'service_healthy' },
    migrate: { condition: 'service_completed_successfully' },
    postgres: { condition: 'service_healthy' },
  })
})

test('a port that the endpoints need themselves is reached another way, and UDP is not', () => {
  expect(services['endpoints']?.['ports']).toEqual(['127.0.0.1::10443', '127.0.0.1::6432'])
})

test.skipIf(composeProgram === undefined)(
  `docker-compose understands the file${composeProgram === undefined ? ' (there is no docker-compose)' : ''}`,
  async () => {
    const output = join(directory, 'docker-compose.yml')
    await compose(undefined, { settings: join(directory, 'preflight.yaml'), output }, surroundings)
    const values = { WEB_TOKEN: 'synthetic-1', MIGRATE_TOKEN: 'synthetic-2', SHOP_DATABASE_URL: 'synthetic-3' }
    const shown = await dockerCompose(['--file', output, 'config'], values, 30_000)
    const understood = (parse(shown) as { services: typeof services }).services
    expect(understood['web']?.environment).toMatchObject({ TOKEN: 'synthetic-1', DEBUG: 'no' })
    await expect(dockerCompose(['--file', output, 'config'], { ...values, WEB_TOKEN: '' }, 30_000)).rejects.toThrow('WEB_TOKEN')
  },
)

test('a definition that ECS would refuse is not written, and what is wrong is told without a secret', async () => {
  const broken = join(directory, 'broken.json')
  await writeFile(broken, JSON.stringify({ ...definition, containerDefinitions: [{ name: 'web', image: 'web', cpu: 'much' }] }))
  said.length = 0
  await expect(compose(broken, {}, surroundings)).rejects.toThrow(/broken\.json" to write as Compose: correct/)
  expect(said.join('\n')).toMatch(/broken\.json:1:\d+ error /)
  expect(said.join('\n')).not.toContain('synthetic-')
})
