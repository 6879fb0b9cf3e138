import type { Gateway } from '../gateway/gateway.ts'
import type { Emit } from '../timeline/event.ts'
import { sessionArn } from './arns.ts'
import { associationRoutes } from './associations.ts'
import type { EndpointsConfiguration } from './configuration.ts'
import { credentialsRoutes } from './credentials.ts'
import { awsRoute } from './aws-json.ts'
import { faultInjectionRoutes } from './fault-injection.ts'
import { serveHttp, type Answer, type Asked } from './http-server.ts'
import { liveTask, type LiveTask } from './live-task.ts'
import { serveNames } from './names.ts'
import { parameterStore } from './parameter-store.ts'
import { agentRate, rateLimiter } from './rate-limit.ts'
import { makeRequest, type RequestOrder, type RequestOutcome } from './request.ts'
import { redirectToClean, route, type Route } from './router.ts'
import { secretsManager } from './secrets-manager.ts'
import { taskMetadataRoutes } from './task-metadata.ts'
import { taskProtectionRoutes } from './task-protection.ts'
import type { TaskState } from './task-state.ts'

/** What the containers of one task can call while they run. Disposing of it closes every socket. */
export interface Endpoints extends AsyncDisposable {
  readonly httpPort: number
  /** The same for UDP and TCP. */
  readonly dnsPort: number
  readonly gateway?: Gateway
  /** From now on the metadata tells this. */
  update(state: TaskState): void
  /** The engine's stats of one container, by its `dockerId`. */
  stats(dockerId: string, stats: unknown): void
  /** Makes a request from here. What becomes of it is in the outcome; it is for the caller to tell the timeline. */
  request(order: RequestOrder): Promise<RequestOutcome>
}

/** Opens all endpoints of a task. Rejects, with everything closed again, when one of them cannot be opened. */
export async function openEndpoints(configuration: EndpointsConfiguration, emit: Emit): Promise<Endpoints> {
  const { listen, names } = configuration
  const task = liveTask(configuration)
  await using opened = new AsyncDisposableStack()
  const http = opened.use(await serveHttp(answerWith(agentRoutes(task), awsRoutes(configuration, task)), listen.address, listen.httpPort))
  const dns = opened.use(await serveNames(names, emit, listen.address, listen.dnsPort))
  const gateway = configuration.gateway === undefined ? undefined : opened.use(await openGatewayOf(configuration.gateway, emit))
  const kept = opened.move()
  return {
    httpPort: http.port,
    dnsPort: dns.port,
    ...(gateway === undefined ? {} : { gateway }),
    update: (state) => task.update(state),
    stats: (dockerId, stats) => task.record(dockerId, stats),
    request: makeRequest,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function agentRoutes(task: LiveTask): readonly Route[] {
  return [
    ...credentialsRoutes(task),
    ...taskMetadataRoutes(task),
    ...associationRoutes(task),
    ...taskProtectionRoutes(task),
    ...faultInjectionRoutes(task),
  ]
}

/** The agent's answers, within its rate; AWS's own services have other limits and none that a task would meet here. */
function answerWith(agent: readonly Route[], aws: readonly Route[]): (asked: Asked) => Answer {
  const limiter = rateLimiter(agentRate)
  return (asked) => {
    const redirect = redirectToClean(asked)
    if (redirect !== undefined) return redirect
    if (aws.some(({ pattern }) => pattern.test(asked.path))) return route(aws, asked)
    const answer = limiter.refuse(asked) ?? route(agent, asked)
    return { ...answer, headers: { ...answer.headers, ...limiter.headers(asked) } }
  }
}

function awsRoutes({ secrets, identity }: EndpointsConfiguration, task: LiveTask): readonly Route[] {
  if (secrets === undefined) return []
  const openedAt = new Date()
  const services = [
    secretsManager(secrets.secretsManager, identity.account, openedAt),
    parameterStore(secrets.parameterStore, identity, openedAt),
  ]
  return [awsRoute(services, identity, sessionArn(identity, task.facts.taskRole?.roleArn))]
}

/** Loaded only for a task with a database: the gateway brings ws and pg with it. */
async function openGatewayOf(configuration: NonNullable<EndpointsConfiguration['gateway']>, emit: Emit): Promise<Gateway> {
  const { openGateway } = await import('../gateway/gateway.ts')
  return openGateway(configuration, emit)
}
