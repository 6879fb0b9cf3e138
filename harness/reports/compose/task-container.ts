import type { ContainerPlan } from '../../plan/container.ts'
import type { Variable } from '../../plan/environment.ts'
import { clusterArnOf, taskArnOf } from '../../plan/identity.ts'
import { trustDirectory } from '../../plan/trust.ts'
import { type ComposeInput, serviceNames } from './input.ts'
import { duration, literal, required, variableName, withDefault } from './words.ts'

/** One container of the task as a service. */
export function taskContainer(container: ContainerPlan, input: ComposeInput): Record<string, unknown> {
  const { plan } = input
  const { pause, endpoints } = serviceNames(plan)
  return {
    ...imageOf(container, input),
    network_mode: `service:${pause}`,
    depends_on: {
      [endpoints]: { condition: 'service_healthy' },
      ...Object.fromEntries(container.dependsOn.map((edge) => [edge.container, { condition: conditionOf(edge.condition) }])),
    },
    ...(container.entryPoint === undefined ? {} : { entrypoint: container.entryPoint.map(literal) }),
    ...(container.command === undefined ? {} : { command: container.command.map(literal) }),
    ...(container.user === undefined ? {} : { user: literal(container.user) }),
    ...(container.workingDirectory === undefined ? {} : { working_dir: literal(container.workingDirectory) }),
    environment: Object.fromEntries(
      container.environment
        .filter(({ origin }) => origin !== 'image')
        .map((variable) => [variable.name, valueOf(variable, container.name, input)]),
    ),
    volumes: [{ type: 'volume', source: 'trust', target: trustDirectory, read_only: true, volume: { nocopy: true } }],
    healthcheck: healthCheckOf(container),
    stop_grace_period: `${container.stopTimeoutSeconds}s`,
    ...limitsOf(container, input),
    ...(container.readonlyRootFilesystem ? { read_only: true } : {}),
    ...(container.capabilities.add.length > 0 ? { cap_add: container.capabilities.add } : {}),
    ...(container.capabilities.drop.length > 0 ? { cap_drop: container.capabilities.drop } : {}),
    ...(container.init ? { init: true } : {}),
    ...(container.interactive ? { stdin_open: true } : {}),
    ...(container.pseudoTerminal ? { tty: true } : {}),
    labels: labelsOf(container, input),
  }
}

/** A value; for a secret, and for what an environment file says, the name of the variable that holds it. */
export function valueOf(variable: Variable, container: string, { secretVariable }: ComposeInput): string {
  if (variable.origin === 'environment-file') return required(variable.name, `the environment file of ${container} sets it`)
  return typeof variable.value === 'string'
    ? literal(variable.value)
    : required(secretVariable(container, variable.name), `a secret of the container ${container}`)
}

function imageOf({ name, imagePlan }: ContainerPlan, { buildArguments }: ComposeInput): Record<string, unknown> {
  const image = withDefault(`ECS_PREFLIGHT_IMAGE_${variableName(name)}`, imagePlan.reference)
  if (imagePlan.kind !== 'build') return { image }
  const args = Object.entries(buildArguments.get(name) ?? {}).map(([argument, value]) => [argument, withDefault(argument, value)])
  return {
    image,
    build: {
      context: imagePlan.context,
      dockerfile: imagePlan.dockerfile,
      ...(imagePlan.target === undefined ? {} : { target: imagePlan.target }),
      ...(args.length > 0 ? { args: Object.fromEntries(args) as Record<string, string> } : {}),
      labels: { 'ecs-preflight.image': name },
    },
  }
}

/** Compose cannot wait for an end whatever its exit code, so COMPLETE is taken as SUCCESS. */
function conditionOf(condition: string): string {
  if (condition === 'HEALTHY') return 'service_healthy'
  return condition === 'COMPLETE' || condition === 'SUCCESS' ? 'service_completed_successfully' : 'service_started'
}

/** ECS ignores the image's own HEALTHCHECK, so that a container without one gets none. */
function healthCheckOf({ healthCheck }: ContainerPlan): Record<string, unknown> {
  if (healthCheck === undefined) return { disable: true }
  return {
    test: healthCheck.command.map(literal),
    interval: duration(healthCheck.intervalMs),
    timeout: duration(healthCheck.timeoutMs),
    retries: healthCheck.retries,
    start_period: duration(Math.max(healthCheck.startPeriodMs, 1)),
  }
}

function limitsOf(container: ContainerPlan, { plan }: ComposeInput): Record<string, unknown> {
  const memory = container.memoryMiB === undefined ? undefined : `${Math.max(container.memoryMiB, 6)}m`
  return {
    cpu_shares: container.cpuShares,
    ...(plan.cpuUnits === undefined ? {} : { cpus: plan.cpuUnits / 1024 }),
    // Fargate has no swap.
    ...(memory === undefined ? {} : { mem_limit: memory, memswap_limit: memory }),
    ...(container.memoryReservationMiB === undefined ? {} : { mem_reservation: `${container.memoryReservationMiB}m` }),
    ulimits: Object.fromEntries(container.ulimits.map((ulimit) => [ulimit.name, limitOf(ulimit)])),
  }
}

/** Where the engine itself runs in a container it may not raise its limits so far, and refuses to start one that asks. */
function limitOf({ name, softLimit, hardLimit }: ContainerPlan['ulimits'][number]): Record<string, string> {
  const variable = `ECS_PREFLIGHT_ULIMIT_${variableName(name)}`
  return { soft: withDefault(variable, String(softLimit)), hard: withDefault(variable, String(hardLimit)) }
}

function labelsOf({ name, labels }: ContainerPlan, { plan: { identity } }: ComposeInput): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, literal(value)])),
    'com.amazonaws.ecs.cluster': clusterArnOf(identity),
    'com.amazonaws.ecs.container-name': name,
    'com.amazonaws.ecs.task-arn': taskArnOf(identity),
    'com.amazonaws.ecs.task-definition-family': identity.family,
    'com.amazonaws.ecs.task-definition-version': identity.revision,
  }
}
