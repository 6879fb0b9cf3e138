import { stringify } from 'yaml'
import type { ComposeInput } from './compose/input.ts'
import { serviceNames } from './compose/input.ts'
import { forwardsOf } from './compose/endpoints-draft.ts'
import { taskContainer } from './compose/task-container.ts'
import { endpointsService, pauseService, postgresService } from './compose/tool-containers.ts'

/**
 * The plan as a Compose file: the same on every machine and every day, without a secret's value, a run's id, a port of
 * this machine or an absolute path. For docker-compose 1.29 and later.
 */
export function composeReport(input: ComposeInput): string {
  const { plan } = input
  const { pause, endpoints, postgres } = serviceNames(plan)
  const [database] = plan.databases
  const project = {
    services: {
      [pause]: pauseService(input),
      [endpoints]: endpointsService(input),
      ...(database === undefined ? {} : { [postgres]: postgresService(input, database.image) }),
      ...Object.fromEntries(plan.containers.map((container) => [container.name, taskContainer(container, input)])),
    },
    networks: {
      // Engines before 28 take the way out, and publish ports, on the network whose name sorts first: "out", never "task".
      out: { driver: 'bridge' },
      task: {
        driver: 'bridge',
        driver_opts: {
          'com.docker.network.bridge.inhibit_ipv4': 'true',
          'com.docker.network.bridge.enable_ip_masquerade': 'false',
        },
      },
    },
    volumes: {
      trust: {},
      ...(database === undefined ? {} : { database: { driver: 'local', driver_opts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } } }),
    },
  }
  // docker-compose reads YAML 1.1, where a plain "no" is not a text.
  return `${head(input)}\n${stringify(project, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}`
}

function head(input: ComposeInput): string {
  const { plan, taskDefinition, secretVariable } = input
  const { pause, endpoints } = serviceNames(plan)
  const secrets = plan.containers.flatMap(({ name, environment }) =>
    environment.filter(({ origin }) => origin === 'secret').map((variable) => secretVariable(name, variable.name)),
  )
  const forwards = forwardsOf(plan)
  const commands: readonly (readonly [string, string])[] = [
    ['docker-compose up -d --build', 'starts it; "docker compose" does too'],
    ...forwards.map(
      ({ listen, port }) => [`docker-compose port ${endpoints} ${listen}`, `where port ${port} of the task is reached`] as const,
    ),
    ['docker-compose down -v', 'removes containers, networks and volumes'],
  ]
  const width = Math.max(...commands.map(([command]) => command.length))
  const step = plan.containers.find(({ imagePlan }) => imagePlan.kind === 'command')
  return [
    `The task "${plan.identity.family}" as a Compose project. Written by "ecs-preflight compose" from ${taskDefinition}`,
    'and the settings beside it: change those and write it again, and do not edit it here.',
    '',
    ...commands.map(([command, what]) => `    ${command.padEnd(width)}   ${what}`),
    '',
    ...(secrets.length > 0
      ? [
          'Secrets come from your environment (or --env-file), under these names:',
          ...[...new Set(secrets)].map((name) => `    ${name}`),
          '',
        ]
      : []),
    'Every variable that has a default below may be set too: ECS_PREFLIGHT_NODE_IMAGE for an image of your mirror,',
    'ECS_PREFLIGHT_ULIMIT_NOFILE for an engine that may not raise its limits ("error setting rlimit").',
    '',
    ...(step === undefined ? [] : ['An image that a step of your own makes has to be there before "up".', '']),
    `"${pause}" owns the network namespace that the containers of the task share, as awsvpc has it. The network "task" has no`,
    'way out and no address of this machine, so no port can be published on it: a packet to it would leave this machine by',
    `another route. The way in is a forwarder in "${endpoints}", which also stands in "out", an ordinary network; the engine`,
    'chooses a free port of 127.0.0.1 for it. The task itself is never in "out": what it may reach stays as in a run.',
    `"${endpoints}" also answers at 169.254.170.2, and is the front of the database: at every start it makes a certificate`,
    'authority, whose key stays in its memory, and a certificate for the host of the connection string. Start and stop the',
    'project as a whole, because certificate, password and database belong together and are made anew each time.',
    '',
    'What "ecs-preflight run" does and Compose does not: nobody plays the ECS agent (essential, startTimeout, restarts by its',
    'rules, COMPLETE with any exit code), nothing is judged, and the task metadata does not follow the state of the task.',
    'There is no local secret store to ask, UDP ports are not forwarded, and the host name is not made from the address.',
  ]
    .map((line) => `# ${line}`.trimEnd())
    .join('\n')
    .concat('\n')
}
