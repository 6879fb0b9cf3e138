import { onAwsvpc } from './on-fargate.ts'
import type { Rule } from './rule.ts'

/** In awsvpc a container's port is the task's port: there is nothing to map. */
export const awsvpcHostPort: Rule = {
  id: 'awsvpc-host-port',
  severity: 'error',
  about:
    'With networkMode awsvpc, and so on Fargate, the task has an address of its own and ports are not mapped: leave hostPort out, or make it the same as containerPort.',
  *check(definition) {
    if (!onAwsvpc(definition)) return
    for (const container of definition.containerDefinitions) {
      for (const [index, { containerPort, hostPort }] of container.portMappings.entries()) {
        if (containerPort === undefined || hostPort === undefined || hostPort === containerPort) continue
        // 0 is "any port" in bridge mode; what awsvpc says to it is recorded nowhere.
        const any = hostPort === 0
        yield {
          ...(any ? { severity: 'warning' as const, confidence: 'possible' as const } : {}),
          message: `hostPort ${hostPort} differs from containerPort ${containerPort}`,
          remedy: `take hostPort out, or write ${containerPort}`,
          ecs: 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
          ecsSource: 'recorded',
          container: container.name,
          path: ['containerDefinitions', container.index, 'portMappings', index, 'hostPort'],
        }
      }
    }
  },
  fix(finding) {
    return finding.path === undefined ? [] : [{ kind: 'remove', path: finding.path }]
  },
}
