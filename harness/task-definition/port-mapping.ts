import { block } from './reading/collections.ts'
import { integer, text } from './reading/scalars.ts'

export interface PortMapping {
  readonly containerPort?: number
  /** In awsvpc the same as containerPort, or absent. */
  readonly hostPort?: number
  /** `tcp` or `udp`; ECS takes any other word for tcp. */
  readonly protocol?: string
  /** For Service Connect and VPC Lattice. */
  readonly name?: string
  readonly appProtocol?: string
  /** `8000-8010`, at most 100 ports over all ranges of a container. */
  readonly containerPortRange?: string
}

export const portMapping = block<PortMapping>(
  'PortMapping',
  {
    containerPort: integer('emulated', 'must be listened on, on all addresses'),
    hostPort: integer('checked', 'containerPort in awsvpc'),
    protocol: text('emulated', ''),
    name: text('checked', 'Service Connect is not emulated', { style: 'name' }),
    appProtocol: text('checked', 'Service Connect is not emulated', { oneOf: ['http', 'http2', 'grpc'] }),
    containerPortRange: text('checked', 'ports of a range are not waited for'),
  },
  'emulated',
  'containers of a task share one network namespace',
)
