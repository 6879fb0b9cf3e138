import { describe, expect, test } from 'vitest'
import { applyRules } from '../../harness/rules/index.ts'
import { parseJsonSource } from '../../harness/source/json.ts'
import { parseYamlSource } from '../../harness/source/yaml.ts'
import { parseTaskDefinition } from '../../harness/task-definition/parse.ts'
import { container, definition, lint, lintText, read } from './definitions.ts'

const ids = (value: unknown): readonly string[] => lint(value).map((finding) => finding.id)
const errors = (value: unknown): readonly string[] => lint(value).flatMap((finding) => (finding.severity === 'error' ? [finding.id] : []))

/** As describe-task-definition fills it in. */
const described = {
  ...definition({
    containerDefinitions: [
      container({
        cpu: 0,
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
        environment: [],
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
        secrets: [],
      }),
    ],
    volumes: [],
    placementConstraints: [],
  }),
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/web:7',
  revision: 7,
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.logging-driver.awslogs' }, { name: 'ecs.capability.execution-role-awslogs' }],
  compatibilities: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
  registeredAt: 1_767_323_045.1,
  registeredBy: 'arn:aws:iam::111122223333:user/web',
}

describe('shapes found in repositories', () => {
  test('describe output is read as it is, with one note', () => {
    expect(ids(described)).toEqual(['no-describe-only-keys'])
    expect(read(described)).toMatchObject({ shape: 'described', family: 'web', cpu: 256, containerDefinitions: [{ name: 'app', cpu: 0 }] })
  })

  test('wrapped describe output, its tags beside it: findings stand where the values stand', () => {
    const text = JSON.stringify({ taskDefinition: { ...described, networkMode: 'bridge' }, tags: [{ key: 'aws:x', value: '' }] }, null, 2)
    const findings = lintText(text)
    const network = findings.find((finding) => finding.id === 'fargate-network-mode')
    expect(network).toMatchObject({ path: ['networkMode'], line: text.split('\n').findIndex((line) => line.includes('"networkMode"')) + 1 })
    expect(findings.find((finding) => finding.id === 'tags-are-valid')).toMatchObject({
      path: ['tags', 0, 'key'],
      line: text.split('\n').findIndex((line) => line.includes('aws:x')) + 1,
    })
  })

  test('a bare list of containers, as Terraform has it: what stands in the HCL is not asked for', () => {
    const text = JSON.stringify([container({ healthCheck: { command: ['CMD', 'curl -f x'] }, secrets: [{ name: 'A', valueFrom: '/a' }] })])
    expect(lintText(text).map((finding) => [finding.id, finding.path?.[0]])).toEqual([['health-check-form', 'containerDefinitions']])
    expect(read(text)).toMatchObject({ shape: 'containers', containerDefinitions: [{ name: 'app' }] })
  })

  test('nulls and empty values, as the console and ecspresso write them, read as absent', () => {
    const value = definition({
      ipcMode: '',
      pidMode: '',
      taskRoleArn: null,
      volumes: null,
      inferenceAccelerators: [],
      runtimePlatform: null,
      containerDefinitions: [
        container({
          command: [],
          entryPoint: null,
          links: [],
          hostname: null,
          portMappings: [{ containerPort: 80, appProtocol: '' }],
          linuxParameters: null,
          dependsOn: null,
          ulimits: [],
          dockerLabels: {},
        }),
      ],
    })
    expect(ids(value)).toEqual(['no-null-values'])
    const [app] = read(value).containerDefinitions
    expect(app).not.toHaveProperty('command')
    expect(app).toMatchObject({ links: [], dependsOn: [], dockerLabels: {} })
  })

  test.each([
    ['256', 256],
    ['.25 vCPU', 256],
    ['.25 vcpu', 256],
    ['0.5vCPU', 512],
    ['1 vCPU', 1024],
    ['32 VCPU', 32_768],
  ])('a cpu of %s is %d units', (cpu, units) => expect(read(definition({ cpu })).cpu).toBe(units))

  test.each([
    ['512', 512],
    ['.5 gb', 512],
    ['1GB', 1024],
    ['2 gb', 2048],
    ['0.5 GB', 512],
  ])('a memory of %s is %d MiB', (memory, mib) => expect(read(definition({ memory })).memory).toBe(mib))

  test.each(['', '1 2', '-256', 'vCPU', '1.5', '1 vCPUs', '0x100'])('a cpu of "%s" is no number', (cpu) =>
    expect(read(definition({ cpu })).cpu).toBeUndefined(),
  )

  test('numbers in quotes are taken for what they mean, with a warning each', () => {
    const value = definition({
      containerDefinitions: [
        container({ cpu: '0', memory: '256', essential: 'true', portMappings: [{ containerPort: '8080', hostPort: '8080' }] }),
      ],
    })
    expect(ids(value)).toEqual(Array.from({ length: 5 }, () => 'number-is-not-a-string'))
    expect(read(value).containerDefinitions[0]).toMatchObject({
      cpu: 0,
      memory: 256,
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 8080 }],
    })
  })

  test('tabs, CRLF, a byte order mark, comments and trailing commas: the file is read', () => {
    const text = `\uFEFF${JSON.stringify(definition(), null, '\t').replaceAll('\n', '\r\n').replace('"family"', '// who\r\n\t"family"').replace(/\}$/, ',}')}`
    expect(lintText(text).map((finding) => finding.id)).toEqual(['json-is-strict', 'json-is-strict', 'json-is-strict'])
  })

  test('a valueFrom may be a bare name, and a role a bare name for taskRoleArn', () => {
    expect(
      errors(
        definition({ taskRoleArn: 'webTaskRole', containerDefinitions: [container({ secrets: [{ name: 'A', valueFrom: 'log-level' }] })] }),
      ),
    ).toEqual([])
  })

  test('YAML says the same as JSON', async () => {
    const source = await parseYamlSource('task.yaml', JSON.stringify(definition({ networkMode: 'host' }), null, 2))
    const { definition: read } = parseTaskDefinition(source)
    expect(read === undefined ? [] : applyRules(read).map((finding) => `${finding.file}:${finding.line} ${finding.id}`)).toEqual([
      'task.yaml:6 fargate-network-mode',
    ])
  })

  test.each<[string, unknown, RegExp]>([
    ['a string', 'hello', /is a string/],
    ['a number', 5, /is a number/],
    ['null', null, /is empty/],
    ['an empty object', {}, /without any key of one/],
    ['CloudFormation', { Resources: {} }, /CloudFormation/],
    ['overrides of run-task', { containerOverrides: [] }, /overrides/],
    ['a Compose file', { services: {} }, /Compose/],
    ['a Terraform plan', { planned_values: {} }, /Terraform/],
    ['stopped tasks', { tasks: [] }, /describe-tasks/],
    ['a list of numbers', [1, 2], /a list of something else/],
  ])('%s is called what it is', (_what, value, message) => {
    const findings = lintText(JSON.stringify(value))
    expect(findings).toMatchObject([{ id: 'is-a-task-definition', line: 1, column: 1 }])
    expect(findings[0]?.message).toMatch(message)
  })
})

describe('a value of the wrong kind', () => {
  test('reads as absent, and the rest is judged', () => {
    const value = definition({
      volumes: 5,
      cpu: true,
      containerDefinitions: [
        container({ portMappings: 'none', environment: { A: '1' }, healthCheck: { command: ['CMD', 'curl -f x'], interval: 'often' } }),
        7,
      ],
    })
    expect(errors(value).toSorted()).toEqual(
      [
        'health-check-form',
        'string-is-not-a-number',
        'task-size-is-readable',
        ...Array.from({ length: 5 }, () => 'value-has-right-type'),
      ].toSorted(),
    )
  })

  test('silences only what follows from it', () => {
    const value = definition({
      executionRoleArn: ['x'],
      networkMode: {},
      containerDefinitions: [
        container({ name: 5, secrets: [{ name: 'A', valueFrom: '/a' }] }),
        container({ name: 'b', portMappings: [], dependsOn: [{ containerName: 'c', condition: 'START' }] }),
      ],
    })
    expect(errors(value)).not.toContain('secrets-need-execution-role')
    expect(errors(value)).not.toContain('fargate-network-mode')
    // A bare number is read as its text, so that the names are all known.
    expect(errors(value)).toContain('depends-on-container-exists')
    expect(
      errors({
        ...value,
        containerDefinitions: [
          container({ name: {} }),
          container({ name: 'b', portMappings: [], dependsOn: [{ containerName: 'c', condition: 'START' }] }),
        ],
      }),
    ).not.toContain('depends-on-container-exists')
  })

  test('does not move its neighbours: findings stand at their own index', () => {
    const value = definition({ containerDefinitions: [5, container({ secrets: [null, { name: 'A', valueFrom: 'a b' }] })] })
    expect(lint(value).find((finding) => finding.id === 'secret-value-from-is-valid')?.path).toEqual([
      'containerDefinitions',
      1,
      'secrets',
      1,
      'valueFrom',
    ])
  })
})

describe('what CI gives', () => {
  const parse = (value: unknown, given: Parameters<typeof parseTaskDefinition>[1]) => {
    const { definition: read, findings } = parseTaskDefinition(parseJsonSource('task.json', JSON.stringify(value)), given)
    return { read, found: [...findings, ...(read === undefined ? [] : applyRules(read, { starting: true }))] }
  }

  test('a family and images from the command line take the place of what the file lacks', () => {
    const value = definition({
      family: undefined,
      containerDefinitions: [container({ image: '${IMAGE}' }), container({ name: 'side', image: undefined, portMappings: [] })],
    })
    expect(
      parse(value, {})
        .found.map((finding) => finding.id)
        .toSorted(),
    ).toEqual(['family-is-given', 'image-is-given', 'template-is-rendered'])
    const { read, found } = parse(value, { family: 'web', images: { app: 'web:1', side: 'side:1' } })
    expect(found).toEqual([])
    expect(read).toMatchObject({ family: 'web', containerDefinitions: [{ image: 'web:1' }, { image: 'side:1' }] })
    expect(read?.knows(['containerDefinitions', 0, 'image'])).toBe(true)
  })

  test('a missing image is a warning in lint, and an error once something is to be started', () => {
    const value = definition({ containerDefinitions: [container({ image: '' })] })
    expect(lint(value).map((finding) => finding.severity)).toEqual(['warning'])
    expect(parse(value, {}).found.map((finding) => finding.severity)).toEqual(['error'])
  })
})
