import { at } from './at.ts'
import { onAwsvpc } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const systemControlsAgree: Rule = {
  id: 'system-controls-agree',
  severity: 'warning',
  about:
    'With awsvpc all containers share one network: a net.* value holds for the whole task, and that of the container started last wins.',
  *check(definition) {
    if (!onAwsvpc(definition)) return
    const seen = new Map<string, { readonly value: string; readonly container: string }>()
    for (const container of definition.containerDefinitions) {
      for (const [index, { namespace, value }] of container.systemControls.entries()) {
        if (namespace === undefined || value === undefined || !namespace.startsWith('net.')) continue
        const other = seen.get(namespace)
        if (other !== undefined && other.value !== value)
          yield {
            message: `${container.name} sets ${namespace} to ${value}, ${other.container} to ${other.value}: the one started last wins for both`,
            remedy: 'give both the same value, or leave it to one',
            ...at(container, 'systemControls', index, 'value'),
          }
        seen.set(namespace, { value, container: container.name })
      }
    }
  },
}
