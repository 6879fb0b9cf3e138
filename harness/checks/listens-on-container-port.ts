import type { CheckOutcome } from '../findings/check-outcome.ts'
import type { Finding } from '../findings/finding.ts'
import type { ContainerPlan } from '../plan/container.ts'
import type { Listening } from '../timeline/event.ts'
import { cutShort, listeningOf, startedAt } from '../timeline/questions.ts'
import type { Timeline } from '../timeline/recorder.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'
import { containerPath } from './words.ts'

export const listensOnContainerPort: Check = {
  id: 'listens-on-container-port',
  about:
    'Each containerPort of the definition is listened on, on all addresses: a load balancer comes from outside, where 127.0.0.1 is not reachable.',
  check({ plan, timeline }) {
    return plan.containers.flatMap((container) =>
      container.ports.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => listens(container, port, timeline)),
    )
  },
}

function listens(container: ContainerPlan, port: number, timeline: Timeline): CheckOutcome {
  const { name } = container
  const common = { id: 'listens-on-container-port', container: name }
  const started = startedAt(timeline, name)
  if (started === undefined) return { ...common, outcome: 'skip', message: `port ${port}: ${name} was not started`, findings: [] }
  const listening = listeningOf(timeline)
  const here = listening.filter((event) => event.port === port)
  const outside = here.find(({ address }) => !isLoopback(address))
  if (outside !== undefined) {
    const message = `${name} listens on ${outside.address}:${port}`
    return { ...common, outcome: 'pass', message, measured: duration(outside.atMs - started), findings: [] }
  }
  const [loopback] = here
  if (loopback !== undefined) {
    const message = `${name} listens on ${loopback.address}:${port} only`
    return { ...common, outcome: 'fail', message, findings: [loopbackOnly(container, loopback)] }
  }
  // A task that died before has a finding of its own, which says more.
  if (cutShort(timeline))
    return { ...common, outcome: 'skip', message: `nothing listened on port ${port} before the task ended`, findings: [] }
  return { ...common, outcome: 'fail', message: `nothing listens on port ${port}`, findings: [nothingListens(container, port, listening)] }
}

function loopbackOnly(container: ContainerPlan, { address, port, atMs }: Listening): Finding {
  return {
    id: 'listens-on-loopback-only',
    severity: 'error',
    confidence: 'certain',
    message: `"${container.name}" listens on ${address}:${port}, which nothing outside the task can reach`,
    remedy: `Let the application listen on 0.0.0.0 (or ::) instead of ${address}. Its own health check passes, a load balancer's does not.`,
    ecs: 'Task failed ELB health checks in (target-group …)',
    ecsSource: 'composed',
    container: container.name,
    path: containerPath(container, 'portMappings'),
    evidence: [{ kind: 'flag', text: `LISTEN ${address}:${port}`, atMs }],
  }
}

function nothingListens(container: ContainerPlan, port: number, listening: readonly Listening[]): Finding {
  const { name } = container
  const others = listening.map((event) => `${event.address}:${event.port}`)
  return {
    id: 'listens-on-container-port',
    severity: container.essential ? 'error' : 'warning',
    confidence: 'certain',
    message: `nothing in the task listens on port ${port}, the containerPort of "${name}"${others.length === 0 ? '' : `; what listens: ${others.join(', ')}`}`,
    remedy:
      others.length === 0
        ? `Find out what "${name}" waits for before it listens: the findings beside this one and its last log lines tell more.`
        : `Set containerPort to the port the application uses, or give the application the port through its environment.`,
    container: name,
    path: containerPath(container, 'portMappings'),
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address)
}
