import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import { onAwsvpc } from './on-fargate.ts'
import { isPort, portsOf, rangeOf } from './port-ranges.ts'
import type { Rule } from './rule.ts'

export const containerPortIsGiven: Rule = {
  id: 'container-port-is-given',
  severity: 'error',
  about: 'A port mapping has a containerPort between 1 and 65535, or a containerPortRange.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { containerPort, containerPortRange }] of container.portMappings.entries()) {
        const ranged =
          containerPortRange !== undefined || !definition.knows(at(container, 'portMappings', index, 'containerPortRange').path)
        if (containerPort === undefined ? ranged : isPort(containerPort)) continue
        yield {
          message:
            containerPort === undefined
              ? `a port mapping of ${container.name} has no containerPort`
              : `${containerPort} is no port: those are 1 to 65535`,
          remedy:
            containerPort === undefined ? 'add the port that the container listens on' : 'write the port that the container listens on',
          ...recorded(`Invalid 'containerPort' setting for container '${container.name}'.`),
          ...at(container, 'portMappings', index, 'containerPort'),
        }
      }
    }
  },
}

export const portRangeIsValid: Rule = {
  id: 'port-range-is-valid',
  severity: 'error',
  about: 'A containerPortRange reads 8000-8010: two ports, the lower one first. All ranges of a container have at most 100 ports together.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      let ports = 0
      for (const [index, { containerPortRange }] of container.portMappings.entries()) {
        if (containerPortRange === undefined) continue
        const range = rangeOf(containerPortRange)
        ports += range === undefined ? 0 : range.last - range.first + 1
        if (range !== undefined && ports <= 100) continue
        const tooMany = range !== undefined
        yield {
          ...(tooMany
            ? { confidence: 'likely' as const }
            : recorded(`Invalid 'containerPortRange' setting for container '${container.name}'.`)),
          message: tooMany
            ? `the port ranges of ${container.name} have ${ports} ports together, where 100 are allowed`
            : `${quoted(containerPortRange)} is no range of ports`,
          remedy: tooMany ? 'make the range smaller' : 'write the lower port, a hyphen, the higher port: 8000-8010',
          ...at(container, 'portMappings', index, 'containerPortRange'),
        }
      }
    }
  },
}

export const portRangeIsAlone: Rule = {
  id: 'port-range-is-alone',
  severity: 'error',
  about: 'A port mapping is for one port or for a range: beside containerPortRange there is neither containerPort nor hostPort.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { containerPort, hostPort, containerPortRange }] of container.portMappings.entries()) {
        if (containerPortRange === undefined || (containerPort === undefined && hostPort === undefined)) continue
        const other = hostPort === undefined ? 'containerPort' : 'hostPort'
        yield {
          message: `the port mapping has the range ${containerPortRange} and a ${other}`,
          remedy: `take ${other} out, or make two port mappings of it`,
          ...recorded(`Invalid port mapping for container '${container.name}', cannot specify both single port and port range.`),
          ...at(container, 'portMappings', index, other),
        }
      }
    }
  },
}

export const portIsUsedOnce: Rule = {
  id: 'port-is-used-once',
  severity: 'error',
  about: 'With awsvpc the containers of a task share one network address: a port can belong to one of them only.',
  *check(definition) {
    if (!onAwsvpc(definition)) return
    const used = new Map<string, string>()
    for (const container of definition.containerDefinitions) {
      for (const [index, mapping] of container.portMappings.entries()) {
        const range = portsOf(mapping)
        // ECS takes any protocol but udp for tcp.
        const protocol = mapping.protocol === 'udp' ? 'UDP' : 'TCP'
        if (range === undefined || range.last - range.first > 1000) continue
        const ports = Array.from({ length: range.last - range.first + 1 }, (_, offset) => range.first + offset)
        const clash = ports.find((port) => used.has(`${protocol} ${port}`))
        for (const port of ports) used.set(`${protocol} ${port}`, container.name)
        if (clash === undefined) continue
        yield {
          message: `${protocol} port ${clash} of ${container.name} is used twice in this task`,
          remedy: 'let one of them listen on another port',
          ...recorded(`${protocol} container port '${clash}' is used multiple times in task when networkMode=awsvpc.`),
          ...at(container, 'portMappings', index, mapping.containerPortRange === undefined ? 'containerPort' : 'containerPortRange'),
        }
      }
    }
  },
}

export const portMappingNamesAreUnique: Rule = {
  id: 'port-mapping-names-are-unique',
  severity: 'error',
  about: 'Service Connect tells the ports of a task apart by their names.',
  *check(definition) {
    const seen = new Set<string>()
    for (const container of definition.containerDefinitions) {
      for (const [index, { name }] of container.portMappings.entries()) {
        if (name === undefined) continue
        if (seen.has(name))
          yield {
            message: `there is a port mapping ${quoted(name)} already`,
            remedy: 'give one of them another name',
            ...recorded('When networkMode=awsvpc, port mapping name is already used'),
            ...at(container, 'portMappings', index, 'name'),
          }
        seen.add(name)
      }
    }
  },
}

export const portMappingNameIsValid: Rule = {
  id: 'port-mapping-name-is-valid',
  severity: 'error',
  about: 'The name of a port mapping is up to 64 lower case letters, digits, hyphens and underscores, and does not begin with a hyphen.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { name }] of container.portMappings.entries()) {
        if (name === undefined || /^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name)) continue
        yield {
          confidence: 'likely',
          message: `${quoted(name)} cannot be the name of a port mapping`,
          remedy: `write ${quoted(
            name
              .toLowerCase()
              .replace(/[^a-z0-9_-]+/g, '-')
              .replace(/^-+/, ''),
          )}`,
          ...at(container, 'portMappings', index, 'name'),
        }
      }
    }
  },
}

export const portProtocolIsKnown: Rule = {
  id: 'port-protocol-is-known',
  severity: 'warning',
  about: 'protocol is tcp or udp, in lower case. ECS takes any other word for tcp, without a word.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { protocol }] of container.portMappings.entries()) {
        if (protocol === undefined || protocol === 'tcp' || protocol === 'udp') continue
        const udp = protocol.toLowerCase() === 'udp'
        yield {
          message: `ECS takes the protocol ${quoted(protocol)} for tcp`,
          remedy: udp ? 'write "udp"' : 'write "tcp" or "udp"',
          ...at(container, 'portMappings', index, 'protocol'),
        }
      }
    }
  },
  fix(finding, definition) {
    const path = finding.path ?? []
    const written = String(definition.written(path)).toLowerCase()
    // Only the spelling: whoever wrote another word has to say what was meant.
    return written === 'tcp' || written === 'udp' ? [{ kind: 'replace', path, value: written }] : []
  },
}

export const hostNetworkHostPort: Rule = {
  id: 'host-network-host-port',
  severity: 'error',
  about: 'With networkMode host nothing is mapped: hostPort is absent, or the same as containerPort.',
  *check(definition) {
    if (definition.networkMode !== 'host') return
    for (const container of definition.containerDefinitions) {
      for (const [index, { containerPort, hostPort }] of container.portMappings.entries()) {
        if (containerPort === undefined || hostPort === undefined || hostPort === 0 || hostPort === containerPort) continue
        yield {
          message: `hostPort ${hostPort} differs from containerPort ${containerPort}`,
          remedy: `take hostPort out, or write ${containerPort}`,
          ...recorded('When networkMode=host, the host ports and container ports in port mappings must match.'),
          ...at(container, 'portMappings', index, 'hostPort'),
        }
      }
    }
  },
}
