import type { Volume } from '../task-definition/volume.ts'
import { quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import { onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const fargateNoDockerVolume: Rule = {
  id: 'fargate-no-docker-volume',
  severity: 'error',
  about:
    'Volumes of the Docker engine are for EC2. On Fargate a volume with a name alone is an empty directory that lives as long as the task; EFS keeps data.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const [index, volume] of definition.volumes.entries()) {
      if (volume.dockerVolumeConfiguration === undefined) continue
      yield {
        message: `the volume ${quoted(volume.name)} is one of the Docker engine`,
        remedy: 'take dockerVolumeConfiguration out, or use efsVolumeConfiguration',
        ...recorded('Fargate compatible task definitions do not support dockerVolumeConfiguration'),
        path: ['volumes', index, 'dockerVolumeConfiguration'],
      }
    }
  },
}

export const fargateNoHostSourcePath: Rule = {
  id: 'fargate-no-host-source-path',
  severity: 'error',
  about:
    'On Fargate there is no directory of a host to mount. Leave sourcePath out: the volume is an empty directory then, which all containers that mount it share.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const [index, { name, host }] of definition.volumes.entries()) {
      if (host?.sourcePath === undefined || host.sourcePath.trim() === '') continue
      yield {
        message: `the volume ${quoted(name)} is the directory ${quoted(host.sourcePath)} of a host`,
        remedy: 'take sourcePath out',
        ...recorded('Fargate compatible task definitions do not support sourcePath'),
        path: ['volumes', index, 'host', 'sourcePath'],
      }
    }
  },
}

export const hostSourcePathIsNotBlank: Rule = {
  id: 'host-source-path-is-not-blank',
  severity: 'error',
  about: 'host.sourcePath is a path or absent; an empty string is refused.',
  *check(definition) {
    for (const [index, { name, host }] of definition.volumes.entries()) {
      if (host?.sourcePath?.trim() !== '') continue
      yield {
        message: `the volume ${quoted(name)} has an empty sourcePath`,
        remedy: 'take sourcePath out',
        ...recorded('host.sourcePath should not be blank.'),
        path: ['volumes', index, 'host', 'sourcePath'],
      }
    }
  },
  fix: (finding) => (finding.path === undefined ? [] : [{ kind: 'remove', path: finding.path }]),
}

export const volumeHasOneKind: Rule = {
  id: 'volume-has-one-kind',
  severity: 'error',
  about:
    'A volume is one of host, dockerVolumeConfiguration, efsVolumeConfiguration, s3filesVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration and configuredAtLaunch, or none of them.',
  *check(definition) {
    for (const [index, volume] of definition.volumes.entries()) {
      const kinds = kindsOf(volume)
      if (kinds.length < 2) continue
      yield {
        confidence: 'likely',
        message: `the volume ${quoted(volume.name)} is of ${kinds.length} kinds: ${kinds.join(', ')}`,
        remedy: 'keep one of them',
        path: ['volumes', index],
      }
    }
  },
}

export const volumeNameIsValid: Rule = {
  id: 'volume-name-is-valid',
  severity: 'error',
  about: 'Volumes have names of up to 255 letters, digits, hyphens and underscores, different from each other.',
  *check(definition) {
    const seen = new Set<string>()
    for (const [index, { name }] of definition.volumes.entries()) {
      const path = ['volumes', index, 'name']
      if (name === '') yield { confidence: 'likely', message: `volume ${index + 1} has no name`, remedy: 'add "name"', path }
      else if (!/^[\w-]{1,255}$/.test(name))
        yield {
          confidence: 'likely',
          message: `the name ${quoted(name)} is not made of letters, digits, - and _ alone`,
          remedy: `write ${quoted(name.replace(/[^\w-]+/g, '-'))}`,
          path,
        }
      else if (seen.has(name))
        yield { confidence: 'likely', message: `there is a volume ${quoted(name)} already`, remedy: 'give one of them another name', path }
      seen.add(name)
    }
  },
}

export const volumeIsMounted: Rule = {
  id: 'volume-is-mounted',
  severity: 'warning',
  about: 'No container mounts the volume. It does nothing then; one that is configured at launch is refused.',
  *check(definition) {
    if (!definition.knowsAll(['containerDefinitions'])) return
    const mounted = new Set(
      definition.containerDefinitions.flatMap((container) => container.mountPoints.map((point) => point.sourceVolume)),
    )
    for (const [index, { name, configuredAtLaunch }] of definition.volumes.entries()) {
      if (name === '' || mounted.has(name)) continue
      const atLaunch = configuredAtLaunch === true
      yield {
        ...(atLaunch ? { severity: 'error' as const, ...recorded(`Volumes [${name}] are not referenced by any of the containers`) } : {}),
        message: `no container mounts the volume ${quoted(name)}`,
        remedy: 'mount it with mountPoints, or take it out',
        path: ['volumes', index],
      }
    }
  },
}

export const oneVolumeConfiguredAtLaunch: Rule = {
  id: 'one-volume-configured-at-launch',
  severity: 'error',
  about: 'A task can have one EBS volume that the service configures at launch.',
  *check({ volumes }) {
    const atLaunch = [...volumes.entries()].filter(([, volume]) => volume.configuredAtLaunch === true)
    for (const [index, { name }] of atLaunch.slice(1))
      yield {
        confidence: 'likely',
        message: `${quoted(name)} is one volume configured at launch too many`,
        remedy: 'keep one',
        path: ['volumes', index, 'configuredAtLaunch'],
      }
  },
}

export const fargateNoFsx: Rule = {
  id: 'fargate-no-fsx',
  severity: 'error',
  about: 'FSx for Windows File Server can be mounted by Windows tasks on EC2 only.',
  *check(definition) {
    if (!onFargate(definition)) return
    for (const [index, { name, fsxWindowsFileServerVolumeConfiguration: fsx }] of definition.volumes.entries()) {
      if (fsx === undefined) continue
      yield {
        confidence: 'likely',
        message: `the volume ${quoted(name)} is a share of FSx for Windows`,
        remedy: 'use efsVolumeConfiguration on Linux',
        ...composed('Fargate compatible task definitions do not support fsxWindowsFileServerVolumeConfiguration'),
        path: ['volumes', index, 'fsxWindowsFileServerVolumeConfiguration'],
      }
    }
  },
}

function kindsOf(volume: Volume): readonly string[] {
  const { host, configuredAtLaunch, ...rest } = volume
  const configurations = Object.keys(rest).filter((key) => key.endsWith('Configuration'))
  return [
    ...(host?.sourcePath === undefined ? [] : ['host.sourcePath']),
    ...configurations,
    ...(configuredAtLaunch === true ? ['configuredAtLaunch'] : []),
  ]
}
