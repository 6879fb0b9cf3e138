import { readServerUrl } from './server-url.ts'
import type { ValueFault } from './value-fault.ts'

export const connectionStringHostIsReachable: ValueFault = {
  id: 'connection-string-host-is-reachable',
  severity: 'warning',
  about:
    "On Fargate localhost is the task itself: a connection string copied from a laptop finds nothing there, unless another container of the same task serves it. host.docker.internal and a Compose project's service names do not exist.",
  find({ text }) {
    const host = readServerUrl(text)?.parsed?.hostname.toLowerCase()
    if (host === undefined || host === '') return undefined
    if (/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/u.test(host)) {
      return {
        message: `points at ${host}, which is the task itself`,
        remedy: "Name the server's host, unless a container of this task serves it.",
        confidence: 'possible',
      }
    }
    if (host !== 'host.docker.internal' && host !== 'gateway.docker.internal') return undefined
    return { message: `points at ${host}, which only Docker Desktop knows`, remedy: "Name the server's host.", confidence: 'certain' }
  },
}
