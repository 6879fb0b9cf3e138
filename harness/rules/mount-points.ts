import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const mountPointVolumeExists: Rule = {
  id: 'mount-point-volume-exists',
  severity: 'error',
  about: "A mount point's sourceVolume is the name of one of the task's volumes.",
  *check(definition) {
    if (!definition.knowsAll(['volumes'])) return
    const names = definition.volumes.map((volume) => volume.name)
    for (const container of definition.containerDefinitions) {
      for (const [index, { sourceVolume }] of container.mountPoints.entries()) {
        if (sourceVolume === undefined || names.includes(sourceVolume)) continue
        const remedy =
          names.length === 0 ? `add "volumes": [{ "name": ${quoted(sourceVolume)} }]` : `use one of ${names.join(', ')}, or add the volume`
        yield {
          message: `${container.name} mounts the volume ${quoted(sourceVolume)}, which the task has not`,
          remedy,
          ...recorded(`Unknown volume '${sourceVolume}'.`),
          ...at(container, 'mountPoints', index, 'sourceVolume'),
        }
      }
    }
  },
}

export const mountPointIsComplete: Rule = {
  id: 'mount-point-is-complete',
  severity: 'error',
  about: 'A mount point says which volume appears where: sourceVolume and an absolute containerPath, once for each path of a container.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const seen = new Set<string>()
      for (const [index, { sourceVolume, containerPath }] of container.mountPoints.entries()) {
        const here = at(container, 'mountPoints', index)
        const there = at(container, 'mountPoints', index, 'containerPath')
        if (sourceVolume === undefined && definition.knows([...here.path, 'sourceVolume']))
          yield { confidence: 'likely', message: 'the mount point has no sourceVolume', remedy: "name one of the task's volumes", ...here }
        if (containerPath === undefined) {
          if (definition.knows(there.path))
            yield {
              confidence: 'likely',
              message: 'the mount point has no containerPath',
              remedy: 'say where the volume appears in the container',
              ...here,
            }
          continue
        }
        if (!/^(?:\/|[A-Za-z]:)/.test(containerPath))
          yield {
            confidence: 'likely',
            message: `${quoted(containerPath)} is no absolute path`,
            remedy: `write ${quoted(`/${containerPath}`)}`,
            ...there,
          }
        else if (seen.has(containerPath))
          yield {
            confidence: 'likely',
            message: `two volumes are mounted at ${quoted(containerPath)}`,
            remedy: 'mount one of them elsewhere',
            ...there,
          }
        seen.add(containerPath)
      }
    }
  },
}

export const volumesFromContainerExists: Rule = {
  id: 'volumes-from-container-exists',
  severity: 'error',
  about: 'volumesFrom names another container of the task, whose mount points are taken over.',
  *check(definition) {
    if (!definition.containerDefinitions.every((container) => definition.knows(['containerDefinitions', container.index, 'name']))) return
    const names = definition.containerDefinitions.map((container) => container.name)
    for (const container of definition.containerDefinitions) {
      for (const [index, { sourceContainer }] of container.volumesFrom.entries()) {
        if (sourceContainer === undefined || names.includes(sourceContainer)) continue
        yield {
          message: `${container.name} takes volumes from ${quoted(sourceContainer)}, which the task has not`,
          remedy: `use one of ${names.filter((name) => name !== container.name).join(', ') || 'the containers there are'}`,
          ...recorded(`Invalid 'volumesFrom' setting. Unknown container: '${sourceContainer}'.`),
          ...at(container, 'volumesFrom', index, 'sourceContainer'),
        }
      }
    }
  },
}
