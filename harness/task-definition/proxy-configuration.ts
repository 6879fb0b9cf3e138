import { environmentVariable, type EnvironmentVariable } from './environment-variable.ts'
import { block, list } from './reading/collections.ts'
import { text } from './reading/scalars.ts'

/** An App Mesh proxy. */
export interface ProxyConfiguration {
  readonly type?: string
  readonly containerName: string
  readonly properties: readonly EnvironmentVariable[]
}

export const proxyConfiguration = block<ProxyConfiguration>(
  'ProxyConfiguration',
  {
    type: text('checked', '', { oneOf: ['APPMESH'] }),
    containerName: text('checked', '', { required: true, absent: '', style: 'name' }),
    properties: list(environmentVariable, 'checked', ''),
  },
  'checked',
  'traffic is not sent through the proxy',
)
