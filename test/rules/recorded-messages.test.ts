import { expect, test } from 'vitest'
import { container, definition, ec2Definition, lint } from '../task-definition/definitions.ts'

/**
 * What RegisterTaskDefinition said, on AWS or in a public issue, to definitions like these. The texts come from there, not from the rules.
 * Each is [what the definition is like, the definition, AWS's words].
 */
const recorded: readonly (readonly [trigger: string, definition: unknown, message: string])[] = [
  [
    'awsfirelens without router',
    one({ logConfiguration: { logDriver: 'awsfirelens' } }),
    'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
  ],
  [
    'awslogs without stream prefix',
    one({ logConfiguration: awslogs({ 'awslogs-stream-prefix': undefined }) }),
    'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
  ],
  [
    'awslogs without group',
    one({ logConfiguration: awslogs({ 'awslogs-group': undefined }) }),
    'Log driver awslogs requires options: awslogs-group',
  ],
  [
    'awslogs without region and group',
    one({ logConfiguration: awslogs({ 'awslogs-group': undefined, 'awslogs-region': undefined }) }),
    'Log driver awslogs requires options: awslogs-region, awslogs-group',
  ],
  [
    'awslogs with an empty group',
    one({ logConfiguration: awslogs({ 'awslogs-group': '' }) }),
    "Log driver awslogs option 'awslogs-group' should not be null or empty.",
  ],
  [
    'awslogs with an unknown option',
    one({ logConfiguration: awslogs({ log_key: 'log' }) }),
    'Log driver awslogs disallows options: log_key',
  ],
  [
    'awslogs-create-group false',
    one({ logConfiguration: awslogs({ 'awslogs-create-group': 'false' }) }),
    "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option.",
  ],
  [
    'awslogs without execution role',
    definition({ executionRoleArn: undefined }),
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  ],
  [
    'extra hosts in awsvpc',
    one({ extraHosts: [{ hostname: 'db', ipAddress: '10.0.0.1' }] }),
    'Extra hosts are not supported on container when networkMode=awsvpc.',
  ],
  ['hostname in awsvpc', one({ hostname: 'web' }), 'hostname is not supported on container when networkMode=awsvpc.'],
  ['no containers', definition({ containerDefinitions: [] }), 'Container list cannot be empty'],
  ['a container larger than its task', one({ memory: 1024 }), "The 'memory' setting for container 'app' is greater than for the task"],
  [
    'no memory anywhere',
    ec2Definition({ containerDefinitions: [container()] }),
    "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be specified.",
  ],
  [
    'reservation above memory',
    one({ memory: 128, memoryReservation: 256 }),
    "'memory' must be greater than or equal to 'memoryReservation'",
  ],
  [
    'COMPLETE on an essential container',
    two({ dependsOn: [{ containerName: 'side', condition: 'COMPLETE' }] }, { essential: true }),
    'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
  ],
  [
    'a dependency that is missing',
    one({ dependsOn: [{ containerName: 'nope', condition: 'START' }] }),
    "Cannot depend on container + 'nope' because it does not exist",
  ],
  [
    'HEALTHY without health check',
    two({ dependsOn: [{ containerName: 'side', condition: 'HEALTHY' }] }),
    'A dependency container with HEALTHY condition must have health check configured',
  ],
  [
    'one name twice',
    definition({ containerDefinitions: [container(), container({ portMappings: [] })] }),
    'Container names must be unique within a task definition',
  ],
  [
    'EFS access point with root directory',
    efs({ rootDirectory: '/data', transitEncryption: 'ENABLED', authorizationConfig: { accessPointId: 'fsap-1' } }),
    'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
  ],
  [
    'EFS IAM without encryption',
    efs({ authorizationConfig: { iam: 'ENABLED' } }),
    'EFS IAM authorization requires TransitEncryption to be enabled.',
  ],
  [
    'EFS encryption port without encryption',
    efs({ transitEncryptionPort: 2999 }),
    'TransitEncryptionPort requires that TransitEncryption is enabled.',
  ],
  [
    'EFS IAM without task role',
    efs({ transitEncryption: 'ENABLED', authorizationConfig: { iam: 'ENABLED' } }, {}),
    'EFS IAM authorization requires a task role.',
  ],
  [
    'eleven environment files',
    one({ environmentFiles: Array.from({ length: 11 }, (_, index) => ({ type: 's3', value: `arn:aws:s3:::b/${index}.env` })) }),
    'The maximum number of environment files was exceeded. Specify ten or less and try again.',
  ],
  ['an environment file that is no ARN', one({ environmentFiles: [{ type: 's3', value: 's3://b/a.env' }] }), 'Invalid arn syntax.'],
  ['20 GiB of ephemeral storage', definition({ ephemeralStorage: { sizeInGiB: 20 } }), 'EphemeralStorage size should be at least 21'],
  ['201 GiB of ephemeral storage', definition({ ephemeralStorage: { sizeInGiB: 201 } }), 'EphemeralStorage size should be at most 200'],
  ['no essential container', one({ essential: false }), "Task definition doesn't have any essential container"],
  ['NET_ADMIN', one({ linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } }), 'NET_ADMIN is not allowed on Fargate.'],
  [
    'containers with more cpu than the task',
    two({ cpu: 256 }, { cpu: 1 }),
    "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
  ],
  [
    'devices',
    one({ linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } }),
    'Fargate compatible task definitions do not support devices',
  ],
  ['disableNetworking', one({ disableNetworking: true }), 'Disable Networking is not supported on container when networkMode=awsvpc.'],
  ['DNS servers', one({ dnsServers: ['10.0.0.2'] }), 'DNS servers are not supported on container when networkMode=awsvpc.'],
  [
    'Docker security options',
    one({ dockerSecurityOptions: ['label:user:x'] }),
    'Fargate compatible task definitions do not support dockerSecurityOptions',
  ],
  [
    'a Docker volume',
    volume({ dockerVolumeConfiguration: { scope: 'task' } }),
    'Fargate compatible task definitions do not support dockerVolumeConfiguration',
  ],
  [
    'ephemeral storage for EC2',
    ec2Definition({ ephemeralStorage: { sizeInGiB: 50 } }),
    'Tasks using the EC2 launch type do not support EphemeralStorage.',
  ],
  [
    'a GPU',
    one({ resourceRequirements: [{ type: 'GPU', value: '1' }] }),
    'Tasks using the Fargate launch type do not support GPU resource requirements.',
  ],
  ['a directory of the host', volume({ host: { sourcePath: '/data' } }), 'Fargate compatible task definitions do not support sourcePath'],
  [
    'a blank directory of the host',
    ec2Definition({ volumes: [{ name: 'v', host: { sourcePath: '' } }] }),
    'host.sourcePath should not be blank.',
  ],
  [
    'inference accelerators',
    definition({ inferenceAccelerators: [{ deviceName: 'd', deviceType: 'eia2.medium' }] }),
    "Unsupported field 'inferenceAccelerators'.",
  ],
  ['ipcMode', definition({ ipcMode: 'task' }), 'Fargate compatible task definitions do not support ipcMode'],
  ['links', two({ links: ['side'] }), 'Links are not supported when networkMode=awsvpc.'],
  [
    'json-file',
    one({ logConfiguration: { logDriver: 'json-file' } }),
    'json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
  ],
  [
    'a log driver that is a typing mistake',
    one({ logConfiguration: { logDriver: 'awsvpc' } }),
    'awsvpc is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
  ],
  ['maxSwap', one({ linuxParameters: { maxSwap: 1 } }), 'Fargate compatible task definitions do not support maxSwap'],
  ['bridge on Fargate', definition({ networkMode: 'bridge' }), "Fargate only supports network mode 'awsvpc'."],
  ['no networkMode on Fargate', definition({ networkMode: undefined }), "Fargate only supports network mode 'awsvpc'."],
  [
    'pidMode host',
    definition({ pidMode: 'host' }),
    "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
  ],
  [
    'placement constraints',
    definition({ placementConstraints: [{ type: 'memberOf', expression: 'attribute:x == y' }] }),
    'Fargate compatible task definitions do not support constraints',
  ],
  ['privileged', one({ privileged: true }), "Fargate requires that the 'privileged' setting be 'false' at the container level."],
  [
    'sharedMemorySize',
    one({ linuxParameters: { sharedMemorySize: 64 } }),
    'Fargate compatible task definitions do not support sharedMemorySize',
  ],
  ['no cpu', definition({ cpu: undefined }), "Fargate requires that 'cpu' be defined at the task level"],
  ['no memory', definition({ memory: undefined }), "Fargate requires that 'memory' be defined at the task level"],
  [
    'half a vCPU of Windows',
    windows({ cpu: '512', memory: '2048' }),
    'No Fargate configuration exists for given values: 512 CPU, 2048 memory. See the Amazon ECS documentation for the valid values.',
  ],
  [
    'Windows on ARM64',
    windows({ runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' } }),
    'No Fargate configuration exists for given values: 256 CPU, 512 memory. See the Amazon ECS documentation for the valid values.',
  ],
  [
    '1 vCPU with 1 GB',
    definition({ cpu: '1024', memory: '1024' }),
    'No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS documentation for the valid values.',
  ],
  ['a cpu that cannot be read', definition({ cpu: 'one' }), "Invalid 'cpu' setting for task."],
  [
    'health check interval',
    health({ interval: 301 }),
    "Health check interval must be less than or equal to the maximum allowed value 300 for container 'app'",
  ],
  [
    'health check retries',
    health({ retries: 11 }),
    "Health check retries must be less than or equal to the maximum allowed value 10 for container 'app'",
  ],
  [
    'health check start period',
    health({ startPeriod: 301 }),
    "Health check startPeriod must be less than or equal to the maximum allowed value 300 for container 'app'",
  ],
  [
    'health check timeout',
    health({ timeout: 61 }),
    "Health check timeout must be less than or equal to the maximum allowed value 60 for container 'app'",
  ],
  [
    'host ports in host mode',
    ec2Definition({
      networkMode: 'host',
      containerDefinitions: [container({ memory: 128, portMappings: [{ containerPort: 80, hostPort: 81 }] })],
    }),
    'When networkMode=host, the host ports and container ports in port mappings must match.',
  ],
  ['a volume that is missing', one({ mountPoints: [{ sourceVolume: 'nope', containerPath: '/x' }] }), "Unknown volume 'nope'."],
  [
    'one port name twice',
    one({
      portMappings: [
        { name: 'http', containerPort: 80 },
        { name: 'http', containerPort: 81 },
      ],
    }),
    'When networkMode=awsvpc, port mapping name is already used',
  ],
  [
    'a port inside of a range',
    one({ portMappings: [{ containerPortRange: '8080-8090' }, { containerPort: 8085 }] }),
    "TCP container port '8085' is used multiple times in task when networkMode=awsvpc.",
  ],
  [
    'a range the wrong way round',
    one({ portMappings: [{ containerPortRange: '8090-8080' }] }),
    "Invalid 'containerPortRange' setting for container 'app'.",
  ],
  [
    'a range with a host port',
    one({ portMappings: [{ containerPortRange: '8080-8090', hostPort: 8080 }] }),
    "Invalid port mapping for container 'app', cannot specify both single port and port range.",
  ],
  [
    'other host ports in awsvpc',
    one({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
    'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
  ],
  ['a port mapping without port', one({ portMappings: [{ protocol: 'tcp' }] }), "Invalid 'containerPort' setting for container 'app'."],
  [
    'a proxy without awsvpc',
    ec2Definition({ proxyConfiguration: { type: 'APPMESH', containerName: 'app', properties: [] } }),
    'APPMESH proxy configuration is only supported in networkMode=awsvpc',
  ],
  [
    'a proxy container that is missing',
    definition({ proxyConfiguration: { type: 'APPMESH', containerName: 'envoy', properties: [] } }),
    'Proxy container [envoy] does not exist.',
  ],
  [
    'a proxy without ports',
    definition({ proxyConfiguration: { type: 'APPMESH', containerName: 'app', properties: [] } }),
    'Ingress port not found',
  ],
  [
    'restart attempt period',
    one({ restartPolicy: { enabled: true, restartAttemptPeriod: 59 } }),
    "The 'restartAttemptPeriod' setting for container 'app' must be between 60 and 1800.",
  ],
  [
    'secrets without execution role',
    definition({ executionRoleArn: undefined, containerDefinitions: [container({ secrets: [{ name: 'A', valueFrom: '/a' }] })] }),
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
  ],
  [
    'a parameter of another account',
    one({ secrets: [{ name: 'A', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/a' }] }),
    'The Systems Manager parameter ARN has a different account ID than the current account. The current account ID is 111122223333 and the ARN account ID is 123456789012. Cross-account access for ARNs is not currently supported.',
  ],
  [
    'a secret that is in environment',
    one({ secrets: [{ name: 'DB_PASSWORD', valueFrom: '/a' }], environment: [{ name: 'DB_PASSWORD', value: '' }] }),
    "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'DB_PASSWORD'.",
  ],
  [
    'one secret twice',
    one({
      secrets: [
        { name: 'APP_ENV', valueFrom: '/a' },
        { name: 'APP_ENV', valueFrom: '/b' },
      ],
    }),
    'Duplicate secret names found: APP_ENV. Each secret name must be unique.',
  ],
  [
    'a parameter name with a colon',
    one({ secrets: [{ name: 'JWT_KEY', valueFrom: 'jwt:key::' }] }),
    'The Systems Manager parameter name specified for secret JWT_KEY is invalid. The parameter name can be up to 2048 characters and include the following letters and symbols: a-zA-Z0-9_.-/',
  ],
  ['a family with a blank', definition({ family: 'my web' }), 'Family contains invalid characters.'],
  [
    'a soft limit above the hard one',
    one({ ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }),
    'Soft limit exceeds hard limit for ulimit nofile',
  ],
  [
    'a volume at launch that nobody mounts',
    definition({ volumes: [{ name: 'v', configuredAtLaunch: true }] }),
    'Volumes [v] are not referenced by any of the containers',
  ],
  [
    'volumes from a container that is missing',
    one({ volumesFrom: [{ sourceContainer: 'nope' }] }),
    "Invalid 'volumesFrom' setting. Unknown container: 'nope'.",
  ],
  [
    'a router that nobody uses',
    two({}, { firelensConfiguration: { type: 'fluentbit' } }),
    'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
  ],
  ['an empty role', definition({ executionRoleArn: '' }), 'Role is not valid'],
  [
    'eleven containers',
    definition({ containerDefinitions: Array.from({ length: 11 }, (_, index) => container({ name: `c${index}`, portMappings: [] })) }),
    'Too many containers.',
  ],
  ['an empty image', one({ image: '' }), 'Container.image should not be null or empty.'],
  ['an image with a blank', one({ image: 'my app:1' }), 'Container.image contains invalid characters.'],
  ['an empty name', one({ name: '' }), 'Container.name should not be null or empty.'],
  ['a name with a dot', one({ name: 'my.app' }), 'Container.name contains invalid characters.'],
  ['a variable without name', one({ environment: [{ name: '', value: 'x' }] }), 'Environment variable name cannot be null or blank.'],
  [
    'an ECR image without execution role',
    definition({
      executionRoleArn: undefined,
      containerDefinitions: [container({ image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1' })],
    }),
    'Fargate requires task definition to have execution role ARN to support ECR images.',
  ],
  ['empty tags', definition({ tags: [] }), 'Tags can not be empty.'],
]

test.each(recorded)('%s: AWS is quoted with the words of this file', (_trigger, value, message) => {
  expect(lint(value).map((finding) => finding.ecs)).toContain(message)
})

test('a definition that is larger than a request may be is told its size in bytes', () => {
  const environment = Array.from({ length: 80 }, (_, index) => ({ name: `V${index}`, value: 'é'.repeat(450) }))
  const value = definition({ containerDefinitions: [container({ environment })] })
  const bytes = Buffer.byteLength(JSON.stringify(value))
  expect(lint(value).map((finding) => finding.ecs)).toContain(`Actual length: '${bytes}'. Max allowed length is '65536' bytes.`)
})

test('the definitions that these are made from have nothing wrong with them', () => {
  expect(lint(definition())).toEqual([])
  expect(lint(ec2Definition())).toEqual([])
})

function one(changes: Readonly<Record<string, unknown>>): unknown {
  return definition({ containerDefinitions: [container(changes)] })
}

function two(changes: Readonly<Record<string, unknown>>, side: Readonly<Record<string, unknown>> = {}): unknown {
  return definition({
    containerDefinitions: [container(changes), container({ name: 'side', essential: false, portMappings: [], ...side })],
  })
}

function health(changes: Readonly<Record<string, unknown>>): unknown {
  return one({ healthCheck: { command: ['CMD-SHELL', 'exit 0'], ...changes } })
}

function awslogs(changes: Readonly<Record<string, unknown>>): unknown {
  return {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'web', ...changes },
  }
}

function volume(changes: Readonly<Record<string, unknown>>): unknown {
  return definition({
    volumes: [{ name: 'v', ...changes }],
    containerDefinitions: [container({ mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] })],
  })
}

function efs(changes: Readonly<Record<string, unknown>>, roles: object = { taskRoleArn: 'arn:aws:iam::111122223333:role/web' }): unknown {
  return { ...(volume({ efsVolumeConfiguration: { fileSystemId: 'fs-0123456789abcdef0', ...changes } }) as object), ...roles }
}

function windows(changes: Readonly<Record<string, unknown>>): unknown {
  return definition({
    runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    containerDefinitions: [container({ readonlyRootFilesystem: undefined })],
    ...changes,
  })
}
