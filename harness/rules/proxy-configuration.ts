import { quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import { onAwsvpc } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const proxyNeedsAwsvpc: Rule = {
  id: 'proxy-needs-awsvpc',
  severity: 'error',
  about: 'An App Mesh proxy works in networkMode awsvpc only.',
  *check(definition) {
    if (definition.proxyConfiguration === undefined || onAwsvpc(definition) || !definition.knows(['networkMode'])) return
    yield {
      message: 'proxyConfiguration without networkMode awsvpc',
      remedy: 'write "networkMode": "awsvpc"',
      ...recorded('APPMESH proxy configuration is only supported in networkMode=awsvpc'),
      path: ['proxyConfiguration'],
    }
  },
}

export const proxyContainerExists: Rule = {
  id: 'proxy-container-exists',
  severity: 'error',
  about: 'proxyConfiguration names a container of the task.',
  *check(definition) {
    const name = definition.proxyConfiguration?.containerName ?? ''
    if (
      name === '' ||
      !definition.knowsAll(['containerDefinitions']) ||
      definition.containerDefinitions.some((container) => container.name === name)
    )
      return
    const names = definition.containerDefinitions.map((container) => container.name).join(', ')
    yield {
      message: `the proxy container ${quoted(name)} is none of the task's: ${names}`,
      remedy: 'name the container that runs the proxy',
      ...recorded(`Proxy container [${name}] does not exist.`),
      path: ['proxyConfiguration', 'containerName'],
    }
  },
}

export const proxyPropertiesAreComplete: Rule = {
  id: 'proxy-properties-are-complete',
  severity: 'error',
  about:
    "An App Mesh proxy needs ProxyIngressPort, ProxyEgressPort and AppPorts, and IgnoredUID or IgnoredGID, so that the proxy's own traffic is not sent to itself.",
  *check(definition) {
    const { proxyConfiguration } = definition
    if (proxyConfiguration === undefined || !definition.knowsAll(['proxyConfiguration', 'properties'])) return
    const names = new Set(proxyConfiguration.properties.map((property) => property.name))
    const path = ['proxyConfiguration', 'properties']
    if (!names.has('ProxyIngressPort'))
      yield { message: 'the proxy has no ProxyIngressPort', remedy: 'add it to properties', ...recorded('Ingress port not found'), path }
    for (const name of ['ProxyEgressPort', 'AppPorts']) {
      if (!names.has(name))
        yield {
          confidence: 'likely',
          message: `the proxy has no ${name}`,
          remedy: 'add it to properties',
          ...composed(name === 'AppPorts' ? 'App ports not found' : 'Egress port not found'),
          path,
        }
    }
    if (!names.has('IgnoredUID') && !names.has('IgnoredGID'))
      yield {
        confidence: 'likely',
        message: 'the proxy has neither IgnoredUID nor IgnoredGID: its own traffic would be sent to itself',
        remedy: "add one of them, the proxy container's user",
        path,
      }
  },
}
