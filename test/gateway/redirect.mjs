// Loaded with --import into a client: what it connects to by a production host name goes to the gateway's ports on this
// machine, as the task's network does it. Names and TLS stay as they are.
import { Socket } from 'node:net'

const { GATEWAY_HOSTS, GATEWAY_TLS_PORT, GATEWAY_POSTGRES_PORT } = process.env
const hosts = new Set((GATEWAY_HOSTS ?? '').split(','))
const ports = new Map([
  [443, Number(GATEWAY_TLS_PORT)],
  [5432, Number(GATEWAY_POSTGRES_PORT)],
])
const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect').value

Socket.prototype.connect = function connectToGateway(...given) {
  // Node's own net.connect() hands over its arguments as one normalised list.
  const list = Array.isArray(given[0]) ? given[0] : given
  const options = typeof list[0] === 'object' ? list[0] : { port: list[0], host: typeof list[1] === 'string' ? list[1] : undefined }
  if (!hosts.has(options.host)) return Reflect.apply(connect, this, given)
  const redirected = { ...options, host: '127.0.0.1', port: ports.get(Number(options.port)) ?? options.port }
  const callback = list.findLast((each) => typeof each === 'function')
  return Reflect.apply(connect, this, callback === undefined ? [redirected] : [redirected, callback])
}
