import { trustDirectory } from '../../plan/trust.ts'
import { endpointsDraft, forwardsOf } from './endpoints-draft.ts'
import { type BindMount, type ComposeInput, places, serviceNames } from './input.ts'
import { valueOf } from './task-container.ts'
import { literal, withDefault } from './words.ts'

/** Where the SDKs look for the agent's endpoints, and another address of the same /16, so that there is a route to it. */
const endpointsAddress = '169.254.170.2'
const pauseAddress = '169.254.172.2'

/** The container that owns the task's network namespace. */
export function pauseService(input: ComposeInput): Record<string, unknown> {
  const { tool, plan } = input
  const region = plan.identity.region
  return {
    image: toolImage(input),
    entrypoint: ['node'],
    command: [tool.watcherProgram],
    user: '0',
    volumes: tool.mounts.map(readOnly),
    networks: { task: { link_local_ips: [pauseAddress] } },
    dns: [endpointsAddress],
    dns_search: [region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`],
    stop_grace_period: '1s',
  }
}

/** What a container can call while it runs, the database's front, and the way in from this machine. */
export function endpointsService(input: ComposeInput): Record<string, unknown> {
  const { tool, plan, schema } = input
  const { pause } = serviceNames(plan)
  const [database] = plan.databases
  return {
    image: toolImage(input),
    entrypoint: ['node'],
    command: [tool.endpointsProgram],
    user: '0',
    environment: {
      ECS_PREFLIGHT_TASK: `${literal(JSON.stringify(endpointsDraft(plan), undefined, 2))}\n`,
      ...(database === undefined ? {} : { [database.variable]: connectionString(input, database) }),
    },
    volumes: [
      ...tool.mounts.map(readOnly),
      ...(schema === undefined ? [] : [readOnly(schema)]),
      { type: 'volume', source: 'trust', target: trustDirectory, volume: { nocopy: true } },
      ...(database === undefined
        ? []
        : [{ type: 'volume', source: 'database', target: places.databaseDirectory, volume: { nocopy: true } }]),
    ],
    networks: { out: {}, task: { link_local_ips: [endpointsAddress] } },
    // No host port is chosen here: the engine takes a free one, and "docker-compose port" tells it.
    ports: forwardsOf(plan).map(({ listen }) => `127.0.0.1::${listen}`),
    depends_on: { [pause]: { condition: 'service_started' } },
    healthcheck: { test: ['CMD', 'test', '-f', places.readyFile], interval: '1s', timeout: '5s', retries: 120 },
    stop_grace_period: '5s',
  }
}

/** The database's stand-in. It waits for the certificate that the endpoints made, and keeps nothing. */
export function postgresService(input: ComposeInput, image: string): Record<string, unknown> {
  const { server, plan } = input
  return {
    image: withDefault('ECS_PREFLIGHT_POSTGRES_IMAGE', image),
    entrypoint: ['sh', '-c', literal(startScript), 'sh'],
    command: ['postgres', ...server.arguments.map(literal)],
    environment: {
      POSTGRES_USER: server.administrator,
      POSTGRES_DB: 'postgres',
      POSTGRES_INITDB_ARGS: literal(server.initdbArguments.join(' ')),
    },
    volumes: [{ type: 'volume', source: 'database', target: places.databaseDirectory, read_only: true, volume: { nocopy: true } }],
    tmpfs: ['/var/lib/postgresql/data'],
    networks: { out: {} },
    depends_on: { [serviceNames(plan).endpoints]: { condition: 'service_started' } },
    stop_grace_period: '5s',
  }
}

// The key has to belong to the user that runs the server, whose number differs from image to image.
const startScript = `given=${places.databaseDirectory}
tries=0
until [ -f "$given/password" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 600 ] || { echo "no certificate came from the endpoints within 60 s: look at their log" >&2; exit 1; }
  sleep 0.1
done
cp "$given/server.crt" "$given/server.key" "$given/pg_hba.conf" /tmp/
chown postgres /tmp/server.crt /tmp/server.key /tmp/pg_hba.conf
chmod 600 /tmp/server.key
POSTGRES_PASSWORD=$(cat "$given/password")
export POSTGRES_PASSWORD
exec docker-entrypoint.sh "$@"
`

function toolImage({ toolImage: image }: ComposeInput): string {
  return withDefault('ECS_PREFLIGHT_NODE_IMAGE', image)
}

function readOnly({ source, target }: BindMount): string {
  return `${source}:${target}:ro`
}

function connectionString(
  input: ComposeInput,
  { variable, containers }: { readonly variable: string; readonly containers: readonly string[] },
): string {
  const holder = input.plan.containers.find(({ name }) => name === containers[0])
  const held = holder?.environment.find(({ name }) => name === variable)
  if (holder === undefined || held === undefined) throw new Error(`no container of the plan has the variable "${variable}"`)
  return valueOf(held, holder.name, input)
}
