import { describe, expect, test } from 'vitest'
import type { ImageFacts } from '../../harness/image/image-facts.ts'
import { planImage } from '../../harness/plan/image.ts'
import { authorityFile } from '../../harness/plan/trust.ts'
import { Sensitive } from '../../harness/sensitive/sensitive.ts'
import { type Given, identity, plannedWith, planOf } from './given.ts'

function container(given: Readonly<Record<string, unknown>>, more: Given = {}) {
  const [first] = planOf({ ...more, containers: [given] }).containers
  if (first === undefined) throw new Error('the plan has no container')
  return first
}

const image: ImageFacts = {
  reference: 'api:1',
  id: 'sha256:0',
  architecture: 'amd64',
  os: 'linux',
  environment: ['PATH=/bin', 'SHARED=image', 'ONLY=image', 'EQUALS=a=b'],
  user: '',
  workingDirectory: '',
  entryPoint: [],
  command: [],
  exposedPorts: [],
  volumes: [],
  stopSignal: 'SIGINT',
  hasHealthCheck: false,
  sizeBytes: 1,
}

/** The value and the origin of a variable, a secret's revealed. */
function variable(given: Given, name: string): readonly [string, string] | undefined {
  const found = planOf(given).containers[0]?.environment.find((one) => one.name === name)
  return found === undefined ? undefined : [found.value instanceof Sensitive ? found.value.reveal() : found.value, found.origin]
}

describe('a container that says little', () => {
  test('gets the defaults of ECS on Fargate', () => {
    expect(container({})).toMatchObject({
      essential: true,
      stopTimeoutSeconds: 30,
      stopSignal: 'SIGTERM',
      cpuShares: 2,
      memoryMiB: 1024,
      readonlyRootFilesystem: false,
      ulimits: [{ name: 'nofile', softLimit: 65_535, hardLimit: 65_535 }],
      imagePlan: { kind: 'present-or-pull', reference: 'api:1' },
    })
    expect(container({}).healthCheck).toBeUndefined()
  })

  test('a health check gets the documented times', () => {
    expect(container({ healthCheck: { command: ['CMD', 'x'] } }).healthCheck).toEqual({
      command: ['CMD', 'x'],
      intervalMs: 30_000,
      timeoutMs: 5000,
      retries: 3,
      startPeriodMs: 0,
    })
  })
})

describe('a container that says much', () => {
  test('keeps its own limits', () => {
    const own = container({
      cpu: 256,
      memory: 512,
      memoryReservation: 128,
      stopTimeout: 5,
      startTimeout: 9,
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 2048 }],
    })
    expect(own).toMatchObject({ cpuShares: 256, memoryMiB: 512, memoryReservationMiB: 128, stopTimeoutSeconds: 5, startTimeoutSeconds: 9 })
    expect(own.ulimits).toEqual([{ name: 'nofile', softLimit: 1024, hardLimit: 2048 }])
  })

  test('another ulimit of its own does not take the open files away', () => {
    expect(container({ ulimits: [{ name: 'nproc', softLimit: 1, hardLimit: 2 }] }).ulimits.map(({ name }) => name)).toEqual([
      'nproc',
      'nofile',
    ])
  })

  test('a weight of 0 or 1 is the least that the kernel knows, 2', () => {
    expect([0, 1, 2].map((cpu) => container({ cpu }).cpuShares)).toEqual([2, 2, 2])
  })

  test('the stop signal is the image’s', () => {
    expect(container({}, { images: new Map([['api', image]]) }).stopSignal).toBe('SIGINT')
  })
})

describe('the environment, from the weakest to the strongest', () => {
  const images = new Map([['api', image]])

  test('the image', () => {
    expect(variable({ images }, 'ONLY')).toEqual(['image', 'image'])
    expect(variable({ images }, 'EQUALS')).toEqual(['a=b', 'image'])
  })

  test('an environment file goes over the image', () => {
    const environmentFiles = new Map([['api', new Map([['SHARED', 'file']])]])
    expect(variable({ images, environmentFiles }, 'SHARED')?.[0]).toBe('file')
  })

  test('environment goes over an environment file', () => {
    const environmentFiles = new Map([['api', new Map([['SHARED', 'file']])]])
    expect(
      variable({ images, environmentFiles, containers: [{ environment: [{ name: 'SHARED', value: 'definition' }] }] }, 'SHARED'),
    ).toEqual(['definition', 'environment'])
  })

  test('an override goes over environment', () => {
    const overrides = new Map([['api', new Map([['SHARED', 'override']])]])
    expect(variable({ overrides, containers: [{ environment: [{ name: 'SHARED', value: 'definition' }] }] }, 'SHARED')).toEqual([
      'override',
      'override',
    ])
  })

  test('what ECS injects goes over an override', () => {
    const overrides = new Map([['api', new Map([['ECS_AGENT_URI', 'mine']])]])
    expect(variable({ overrides }, 'ECS_AGENT_URI')?.[1]).toBe('injected')
  })

  test('a secret goes over everything', () => {
    const overrides = new Map([['api', new Map([['TOKEN', 'override']])]])
    expect(variable({ overrides, secrets: { api: { TOKEN: 'from the store' } } }, 'TOKEN')).toEqual(['from the store', 'secret'])
  })

  test('what this tool adds never replaces what the image or the task sets', () => {
    expect(variable({}, 'NODE_EXTRA_CA_CERTS')).toEqual([authorityFile, 'added'])
    expect(
      variable({ containers: [{ environment: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/own.pem' }] }] }, 'NODE_EXTRA_CA_CERTS'),
    ).toEqual(['/own.pem', 'environment'])
    const own = new Map([['api', { ...image, environment: ['SSL_CERT_FILE=/own.pem'] }]])
    expect(variable({ images: own }, 'SSL_CERT_FILE')).toEqual(['/own.pem', 'image'])
  })

  test('the region comes under both names, or under none where one is set', () => {
    expect(variable({}, 'AWS_REGION')?.[0]).toBe('us-east-1')
    expect(variable({}, 'AWS_DEFAULT_REGION')?.[0]).toBe('us-east-1')
    expect(variable({ containers: [{ environment: [{ name: 'AWS_REGION', value: 'eu-west-1' }] }] }, 'AWS_DEFAULT_REGION')).toBeUndefined()
  })

  test('credentials are offered only to a task with a role', () => {
    expect(variable({}, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')).toBeUndefined()
    expect(variable({ task: { taskRoleArn: 'arn:aws:iam::111122223333:role/app' } }, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')?.[0]).toBe(
      `/v2/credentials/${identity.credentialsId}`,
    )
  })

  test('the endpoint of the local store is told only with a local store', () => {
    expect(variable({}, 'AWS_ENDPOINT_URL_SSM')).toBeUndefined()
    expect(variable({ localStore: true }, 'AWS_ENDPOINT_URL_SSM')).toEqual(['http://169.254.170.2/aws', 'added'])
  })
})

describe('databases', () => {
  const settings = { databases: [{ variable: 'DATABASE_URL', schema: 'schema.sql', connectWithin: '4s' }] }
  const url = (value: string) => ({ environment: [{ name: 'DATABASE_URL', value }] })

  test('the connection string is found in the final environment', () => {
    const { plan, findings } = plannedWith({ settings, containers: [url('postgresql://u:p@db.example:6543/app'), { name: 'log' }] })
    expect(findings).toEqual([])
    expect(plan.databases).toMatchObject([
      {
        variable: 'DATABASE_URL',
        containers: ['api'],
        names: ['db.example'],
        connection: { host: 'db.example', port: 6543, database: 'app' },
        schema: 'schema.sql',
        connectWithinMs: 4000,
        image: 'postgres:17-alpine',
      },
    ])
  })

  test('the stand-in’s image may be had from a mirror', () => {
    const mirrored = { ...settings, mirrors: { 'postgres:17-alpine': 'registry.example/postgres:17' } }
    expect(planOf({ settings: mirrored, containers: [url('postgresql://u:p@db.example/app')] }).databases[0]?.image).toBe(
      'registry.example/postgres:17',
    )
  })

  test('a variable that no container is given is said', () => {
    const { plan, findings } = plannedWith({ settings })
    expect(plan.databases).toEqual([])
    expect(findings).toMatchObject([{ id: 'database-variable-is-set', severity: 'warning' }])
  })

  test('a value that is no connection string is an error that does not quote it', () => {
    const { findings } = plannedWith({ settings, containers: [url('mysql://u:hunter22@db.example/app')] })
    expect(findings).toMatchObject([{ id: 'database-url-is-readable', severity: 'error', container: 'api' }])
    expect(JSON.stringify(findings)).not.toContain('hunter22')
  })

  test.each([
    [{ variable: 'DATABASE_URL', mode: 'passthrough' }, 'mode: passthrough'],
    [{ parts: { host: 'DB_HOST' } }, 'parts'],
    [{ variable: 'DATABASE_URL', migrate: ['npm', 'run', 'migrate'] }, 'migrate'],
    [{ variable: 'DATABASE_URL', url: 'postgresql://u:p@localhost/app' }, 'url'],
    [{}, 'a database without variable'],
  ])('what this version does not do is said: %j', (entry, what) => {
    const { findings } = plannedWith({ settings: { databases: [entry] }, containers: [url('postgresql://u:p@db.example/app')] })
    expect(findings).toMatchObject([{ severity: 'error', message: `databases: ${what} is not supported by this version` }])
  })
})

describe('images', () => {
  const none = { images: {}, mirrors: {} }

  test('the reference of the definition, a mirror of it, or another image', () => {
    expect(planImage('api', 'a:1', 'shop', none)).toEqual({ kind: 'present-or-pull', reference: 'a:1' })
    expect(planImage('api', 'a:1', 'shop', { images: {}, mirrors: { 'a:1': 'm/a:1' } })).toEqual({
      kind: 'present-or-pull',
      reference: 'm/a:1',
    })
    expect(planImage('api', 'a:1', 'shop', { images: { api: { image: 'b:2' } }, mirrors: {} })).toEqual({
      kind: 'present-or-pull',
      reference: 'b:2',
    })
  })

  test('a build gets a name that Docker takes, whatever the family is called', () => {
    const build = { context: '.', dockerfile: 'Dockerfile', args: { A: '1' } }
    expect(planImage('Web_1', 'a:1', 'My--Shop_', { images: { Web_1: { build } }, mirrors: {} })).toEqual({
      kind: 'build',
      reference: 'ecs-preflight/my-shop-web-1:local',
      ...build,
    })
  })

  test('a command makes the image that the definition names, unless the settings name another', () => {
    expect(planImage('api', 'a:1', 'shop', { images: { api: { command: ['make'] } }, mirrors: {} })).toEqual({
      kind: 'command',
      command: ['make'],
      reference: 'a:1',
    })
  })
})

test('a service that nobody described is one task without a load balancer, and the plan says that nobody did', () => {
  expect(planOf({}).service).toEqual({ described: false, desiredCount: 1, gracePeriodMs: 0 })
  expect(planOf({ settings: { service: { desiredCount: 2, healthCheckGracePeriod: '60s' } } }).service).toEqual({
    described: true,
    desiredCount: 2,
    gracePeriodMs: 60_000,
  })
})
