import type { CheckOutcome } from '../findings/check-outcome.ts'
import { exitOf, listeningOf, startedAt } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { containerPath, duration } from './words.ts'

const everywhere = new Set(['0.0.0.0', '::'])

export const listensOnContainerPort: Check = {
  id: 'listens-on-container-port',
  about:
    'Each containerPort of the definition is listened on, on all addresses: a load balancer comes from outside, where 127.0.0.1 is not reachable.',
  check({ plan, timeline }) {
    const listening = listeningOf(timeline)
    return plan.containers.flatMap((container) =>
      container.ports
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ port }): CheckOutcome => {
          const { name } = container
          const common = { id: this.id, container: name }
          const started = startedAt(timeline, name)
          if (started === undefined) return { ...common, outcome: 'skip', message: `port ${port}: ${name} was not started`, findings: [] }
          const here = listening.filter((event) => event.port === port)
          const outside = here.find(({ address }) => everywhere.has(address) || !isLoopback(address))
          const path = containerPath(container, 'portMappings')
          if (outside !== undefined)
            return {
              ...common,
              outcome: 'pass',
              message: `${name} listens on ${outside.address}:${port}`,
              measured: duration(outside.atMs - started),
              findings: [],
            }
          const [loopback] = here
          if (loopback !== undefined) {
            return {
              ...common,
              outcome: 'fail',
              message: `${name} listens on ${loopback.address}:${port} only`,
              findings: [
                {
                  id: 'listens-on-loopback-only',
                  severity: 'error',
                  confidence: 'certain',
                  message: `"${name}" listens on ${loopback.address}:${port}, which nothing outside the task can reach`,
                  remedy: `Let the application listen on 0.0.0.0 (or ::) instead of ${loopback.address}. Its own health check passes, a load balancer's does not.`,
                  ecs: 'Task failed ELB health checks in (target-group …)',
                  ecsSource: 'composed',
                  container: name,
                  path,
                  evidence: [{ kind: 'flag', text: `LISTEN ${loopback.address}:${port}`, atMs: loopback.atMs }],
                },
              ],
            }
          }
          const exited = exitOf(timeline, name) !== undefined
          const others = listening.map(({ address, port: other }) => `${address}:${other}`)
          return {
            ...common,
            outcome: 'fail',
            message: `nothing listens on port ${port}`,
            // A container that died has a finding of its own, which says more.
            findings: exited
              ? []
              : [
                  {
                    id: this.id,
                    severity: 'error',
                    confidence: 'certain',
                    message: `nothing in the task listens on port ${port}, the containerPort of "${name}"${others.length === 0 ? '' : `; what listens: ${others.join(', ')}`}`,
                    remedy:
                      others.length === 0
                        ? `Find out what "${name}" waits for before it listens: the findings beside this one and its last log lines tell more.`
                        : `Set containerPort to the port the application uses, or give the application the port through its environment.`,
                    container: name,
                    path,
                  },
                ],
          }
        }),
    )
  },
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
