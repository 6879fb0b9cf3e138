import { expect, test } from 'vitest'
import { openEndpoints } from '../../harness/endpoints/endpoints.ts'
import { configuration, jsonOf, sidecarId, taskArn, taskId, webId } from './support.ts'

async function open(changed: Partial<typeof configuration> = {}) {
  const endpoints = await openEndpoints({ ...configuration, ...changed }, () => undefined)
  const get = (path: string) => fetch(`http://127.0.0.1:${endpoints.httpPort}${path}`, { redirect: 'manual' })
  return {
    endpoints,
    get,
    json: async (path: string) => jsonOf(await get(path)),
    [Symbol.asyncDispose]: () => endpoints[Symbol.asyncDispose](),
  }
}

const started = {
  desiredStatus: 'RUNNING',
  knownStatus: 'RUNNING',
  pullStartedAt: '2026-01-02T03:04:05.123Z',
  pullStoppedAt: '2026-01-02T03:04:09.123Z',
  containers: [
    {
      name: 'web',
      desiredStatus: 'RUNNING',
      knownStatus: 'RUNNING',
      createdAt: '2026-01-02T03:04:10.1Z',
      startedAt: '2026-01-02T03:04:10.2Z',
      restartCount: 2,
      health: { status: 'HEALTHY', statusSince: '2026-01-02T03:04:40Z', exitCode: 0, output: 'ok' },
    },
  ],
} as const

test('a container reads about itself with every field that Fargate shows', async () => {
  await using task = await open()
  task.endpoints.update(started)
  const response = await task.get(`/v4/${webId}`)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual({
    DockerId: webId,
    Name: 'web',
    DockerName: 'web',
    Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4',
    ImageID: `sha256:${'4b'.repeat(32)}`,
    Labels: {
      'com.example.team': 'search',
      'com.amazonaws.ecs.cluster': 'arn:aws:ecs:eu-west-1:111122223333:cluster/demo',
      'com.amazonaws.ecs.container-name': 'web',
      'com.amazonaws.ecs.task-arn': taskArn,
      'com.amazonaws.ecs.task-definition-family': 'api',
      'com.amazonaws.ecs.task-definition-version': '7',
    },
    DesiredStatus: 'RUNNING',
    KnownStatus: 'RUNNING',
    Limits: { CPU: 128, Memory: 256 },
    CreatedAt: '2026-01-02T03:04:10.1Z',
    StartedAt: '2026-01-02T03:04:10.2Z',
    Type: 'NORMAL',
    Health: { status: 'HEALTHY', statusSince: '2026-01-02T03:04:40Z', output: 'ok' },
    Volumes: [{ DockerName: 'cache', Source: '/var/cache', Destination: '/cache' }],
    LogDriver: 'awslogs',
    LogOptions: { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-stream': `ecs/web/${taskId}` },
    ContainerARN: configuration.containers[0]!.containerArn,
    Networks: [
      {
        NetworkMode: 'awsvpc',
        IPv4Addresses: ['10.0.1.23'],
        AttachmentIndex: 0,
        MACAddress: '0a:11:22:33:44:55',
        IPv4SubnetCIDRBlock: '10.0.0.0/20',
        DomainNameServers: ['10.0.0.2'],
        DomainNameSearchList: ['eu-west-1.compute.internal'],
        PrivateDNSName: 'ip-10-0-1-23.eu-west-1.compute.internal',
        SubnetGatewayIpv4Address: '10.0.0.1/20',
      },
    ],
    Snapshotter: 'overlayfs',
    RestartCount: 2,
  })
})

test('a container without limits, health check, logs and volumes shows none, and the CPU weight that the agent gives it', async () => {
  await using task = await open()
  const sidecar = await task.json(`/v4/${sidecarId}`)
  expect(sidecar.Limits).toEqual({ CPU: 2 })
  for (const field of ['Health', 'LogDriver', 'LogOptions', 'Volumes', 'RestartCount', 'ExitCode', 'StartedAt'])
    expect(sidecar).not.toHaveProperty(field)
})

test('health has no status while it is unknown', async () => {
  await using task = await open()
  task.endpoints.update({
    ...started,
    containers: [{ ...started.containers[0], health: { status: 'UNKNOWN', statusSince: '2026-01-02T03:04:10Z' } }],
  })
  expect((await task.json(`/v4/${webId}`)).Health).toEqual({ statusSince: '2026-01-02T03:04:10Z' })
})

test('before anything is known the task is NONE and its images are pulled, as the first requests on Fargate see it', async () => {
  await using task = await open()
  expect(await task.json(`/v4/${webId}/task`)).toMatchObject({
    DesiredStatus: 'RUNNING',
    KnownStatus: 'NONE',
    Containers: [{ KnownStatus: 'PULLED' }, {}],
  })
})

test('a task reads about itself with every field that Fargate shows, its CPU in vCPU', async () => {
  await using task = await open()
  task.endpoints.update({ ...started, ephemeralStorage: { utilizedMiB: 261, reservedMiB: 20496 } })
  const { Containers, ClockDrift, ...shown } = await task.json(`/v4/${sidecarId}/task`)
  expect(shown).toEqual({
    Cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/demo',
    TaskARN: taskArn,
    Family: 'api',
    Revision: '7',
    DesiredStatus: 'RUNNING',
    KnownStatus: 'RUNNING',
    Limits: { CPU: 0.25, Memory: 512 },
    PullStartedAt: '2026-01-02T03:04:05.123Z',
    PullStoppedAt: '2026-01-02T03:04:09.123Z',
    AvailabilityZone: 'eu-west-1a',
    LaunchType: 'FARGATE',
    ServiceName: 'api-service',
    EphemeralStorageMetrics: { Utilized: 261, Reserved: 20496 },
    FaultInjectionEnabled: false,
  })
  expect(Containers.map((container: { Name: string }) => container.Name)).toEqual(['web', 'sidecar'])
  expect(ClockDrift).toMatchObject({ ClockSynchronizationStatus: 'SYNCHRONIZED', ReferenceTimestamp: expect.stringMatching(/Z$/) })
})

test('a task without limits shows none', async () => {
  await using none = await open({ task: { ...configuration.task, cpuUnits: 0, memoryMiB: 0 } })
  expect(await none.json(`/v4/${webId}/task`)).not.toHaveProperty('Limits')
  await using memoryOnly = await open({ task: { ...configuration.task, cpuUnits: 0 } })
  expect((await memoryOnly.json(`/v4/${webId}/task`)).Limits).toEqual({ Memory: 512 })
})

test('tags come with taskWithTags only', async () => {
  await using task = await open()
  expect(await task.json(`/v4/${webId}/taskWithTags`)).toMatchObject({ Family: 'api', TaskTags: { team: 'search' } })
  expect(await task.json(`/v4/${webId}/task`)).not.toHaveProperty('TaskTags')
})

test('an update of one container leaves the others as they were, and a stopped one shows when and how', async () => {
  await using task = await open()
  task.endpoints.update(started)
  task.endpoints.update({
    ...started,
    containers: [{ name: 'sidecar', desiredStatus: 'STOPPED', knownStatus: 'STOPPED', exitCode: 0, finishedAt: '2026-01-02T03:05:00Z' }],
  })
  expect(await task.json(`/v4/${webId}`)).toMatchObject({ KnownStatus: 'RUNNING', RestartCount: 2 })
  expect(await task.json(`/v4/${sidecarId}`)).toMatchObject({ KnownStatus: 'STOPPED', ExitCode: 0, FinishedAt: '2026-01-02T03:05:00Z' })
})

test('version 3 shows the older shape: no log, no ARN, no details of the interface, but labels and times', async () => {
  await using task = await open()
  task.endpoints.update(started)
  const web = await task.json(`/v3/${webId}`)
  expect(web.Networks).toEqual([{ NetworkMode: 'awsvpc', IPv4Addresses: ['10.0.1.23'] }])
  expect(web).toMatchObject({ StartedAt: '2026-01-02T03:04:10.2Z', Labels: { 'com.amazonaws.ecs.task-arn': taskArn } })
  for (const field of ['LogDriver', 'LogOptions', 'ContainerARN', 'Snapshotter', 'RestartCount']) expect(web).not.toHaveProperty(field)
  const whole = await task.json(`/v3/${webId}/taskWithTags`)
  expect(whole).toMatchObject({ Family: 'api', TaskTags: { team: 'search' } })
  for (const field of ['LaunchType', 'ClockDrift', 'FaultInjectionEnabled', 'ServiceName']) expect(whole).not.toHaveProperty(field)
  expect(whole.Containers[0]).toEqual(web)
})

test('a trailing slash is another path, and there is nothing', async () => {
  await using task = await open()
  for (const path of [`/v4/${webId}/`, `/v4/${webId}/task/`, `/v3/${webId}/`, `/v4/${webId}/tasks`, '/', '/v5']) {
    const response = await task.get(path)
    expect([path, response.status, await response.text()]).toEqual([path, 404, '404 page not found\n'])
  }
})

test('a path with repeated slashes is redirected to its clean form', async () => {
  await using task = await open()
  const response = await task.get(`//v4//${webId}/task`)
  expect([response.status, response.headers.get('location')]).toEqual([301, `/v4/${webId}/task`])
})

test('an id that belongs to no container is refused in the words of the agent', async () => {
  await using task = await open()
  const noContainer = 'unable to get container ID from request: unable to get docker ID from v3 endpoint ID: nobody'
  const noTask = 'unable to get task arn from request: unable to get task Arn from v3 endpoint ID: nobody'
  const expected: readonly (readonly [string, number, string])[] = [
    ['/v4/nobody', 404, `V4 container metadata handler: ${noContainer}`],
    ['/v4/nobody/task', 404, `V4 task metadata handler: ${noTask}`],
    ['/v4/nobody/taskWithTags', 404, `V4 task metadata handler: ${noTask}`],
    ['/v4/nobody/stats', 404, `V4 container stats handler: ${noTask}`],
    ['/v4/nobody/task/stats', 404, `V4 task stats handler: ${noTask}`],
    ['/v3/nobody', 500, `V3 container metadata handler: ${noContainer}`],
    ['/v3/nobody/task', 500, `V3 task metadata handler: ${noTask}`],
    ['/v3/nobody/stats', 400, `V3 container stats handler: ${noTask}`],
    ['/v3/nobody/task/stats', 400, `V3 task stats handler: ${noTask}`],
    ['/v4/nobody/associations/elastic-inference', 400, `V4 container associations handler: ${noContainer.replace('ID', 'id')}`],
    ['/v4/nobody/associations/elastic-inference/one', 400, `V4 container associations handler: ${noTask}`],
  ]
  for (const [path, status, words] of expected) {
    const response = await task.get(path)
    expect([path, response.status, await response.json()]).toEqual([path, status, words])
  }
})

test('there are no associations on Fargate', async () => {
  await using task = await open()
  expect(await task.json(`/v4/${webId}/associations/elastic-inference`)).toEqual({ Associations: [] })
  const one = await task.get(`/v4/${webId}/associations/elastic-inference/one`)
  expect([one.status, await one.json()]).toEqual([
    400,
    'Unable to write container association response: unable to get association from association type elastic-inference and association name one',
  ])
})

test('metadata is answered within 50 ms', async () => {
  await using task = await open()
  const times: number[] = []
  for (let count = 0; count < 20; count += 1) {
    const startedAt = performance.now()
    await (await task.get(`/v4/${webId}/task`)).text()
    times.push(performance.now() - startedAt)
  }
  const median = times.toSorted((a, b) => a - b)[10]
  expect(median).toBeLessThan(50)
})
