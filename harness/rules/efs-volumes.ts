import type { EfsVolumeConfiguration } from '../task-definition/efs-volume-configuration.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const efsAccessPointWithoutRootDirectory: Rule = {
  id: 'efs-access-point-without-root-directory',
  severity: 'error',
  about: 'An access point has its own root directory: with one, rootDirectory is / or absent.',
  *check(definition) {
    for (const { name, index, efs } of efsVolumes(definition)) {
      const { rootDirectory = '/', authorizationConfig } = efs
      if (authorizationConfig?.accessPointId === undefined || rootDirectory === '/') continue
      yield {
        message: `the volume ${quoted(name)} has an access point and the root directory ${quoted(rootDirectory)}`,
        remedy: 'take rootDirectory out; the access point says where its root is',
        ...recorded('When using an EFS access point, the root directory must either be set to "/" or be omitted.'),
        path: ['volumes', index, 'efsVolumeConfiguration', 'rootDirectory'],
      }
    }
  },
}

export const efsIamNeedsTransitEncryption: Rule = {
  id: 'efs-iam-needs-transit-encryption',
  severity: 'error',
  about: 'IAM authorization of EFS works over an encrypted connection only: transitEncryption ENABLED.',
  *check(definition) {
    for (const { name, index, efs } of efsVolumes(definition)) {
      const needed = efs.authorizationConfig?.iam === 'ENABLED' || efs.authorizationConfig?.accessPointId !== undefined
      if (!needed || efs.transitEncryption === 'ENABLED' || !knowsEncryption(definition, index)) continue
      const iam = efs.authorizationConfig?.iam === 'ENABLED'
      yield {
        ...(iam ? recorded('EFS IAM authorization requires TransitEncryption to be enabled.') : { confidence: 'likely' as const }),
        message: `the volume ${quoted(name)} has ${iam ? 'IAM authorization' : 'an access point'}, and its connection is not encrypted`,
        remedy: 'add "transitEncryption": "ENABLED"',
        path: ['volumes', index, 'efsVolumeConfiguration', 'authorizationConfig'],
      }
    }
  },
}

export const efsEncryptionPortNeedsEncryption: Rule = {
  id: 'efs-encryption-port-needs-encryption',
  severity: 'error',
  about: 'transitEncryptionPort is the port of the encrypted connection: without transitEncryption ENABLED there is none.',
  *check(definition) {
    for (const { name, index, efs } of efsVolumes(definition)) {
      if (efs.transitEncryptionPort === undefined || efs.transitEncryption === 'ENABLED' || !knowsEncryption(definition, index)) continue
      yield {
        message: `the volume ${quoted(name)} has a transitEncryptionPort, and its connection is not encrypted`,
        remedy: 'add "transitEncryption": "ENABLED", or take the port out',
        ...recorded('TransitEncryptionPort requires that TransitEncryption is enabled.'),
        path: ['volumes', index, 'efsVolumeConfiguration', 'transitEncryptionPort'],
      }
    }
  },
}

export const efsIamNeedsTaskRole: Rule = {
  id: 'efs-iam-needs-task-role',
  severity: 'error',
  about: 'With IAM authorization EFS asks what the task role may do; without a task role there is nobody to ask about.',
  *check(definition) {
    if (definition.taskRoleArn !== undefined || !definition.knows(['taskRoleArn'])) return
    for (const { name, index, efs } of efsVolumes(definition)) {
      if (efs.authorizationConfig?.iam !== 'ENABLED') continue
      yield {
        message: `the volume ${quoted(name)} has IAM authorization, and the task has no taskRoleArn`,
        remedy: 'add taskRoleArn with a role that may elasticfilesystem:ClientMount',
        ...recorded('EFS IAM authorization requires a task role.'),
        path: ['volumes', index, 'efsVolumeConfiguration', 'authorizationConfig', 'iam'],
      }
    }
  },
}

export const efsIsEncryptedInTransit: Rule = {
  id: 'efs-is-encrypted-in-transit',
  severity: 'warning',
  about: 'Without transitEncryption ENABLED the files of an EFS volume cross the network unencrypted.',
  *check(definition) {
    for (const { name, index, efs } of efsVolumes(definition)) {
      if (efs.transitEncryption === 'ENABLED' || !knowsEncryption(definition, index)) continue
      yield {
        message: `files of the volume ${quoted(name)} cross the network unencrypted`,
        remedy: 'add "transitEncryption": "ENABLED"',
        path: ['volumes', index, 'efsVolumeConfiguration'],
      }
    }
  },
}

export const s3filesAccessPointWithoutRootDirectory: Rule = {
  id: 's3files-access-point-without-root-directory',
  severity: 'error',
  about: 'An access point of S3 Files has its own root directory: with one, rootDirectory is / or absent.',
  *check(definition) {
    for (const [index, { name, s3filesVolumeConfiguration: files }] of definition.volumes.entries()) {
      if (files?.accessPointArn === undefined || files.rootDirectory === undefined || files.rootDirectory === '/') continue
      yield {
        confidence: 'likely',
        message: `the volume ${quoted(name)} has an access point and the root directory ${quoted(files.rootDirectory)}`,
        remedy: 'take rootDirectory out',
        path: ['volumes', index, 's3filesVolumeConfiguration', 'rootDirectory'],
      }
    }
  },
}

interface EfsVolume {
  readonly name: string
  readonly index: number
  readonly efs: EfsVolumeConfiguration
}

function efsVolumes(definition: TaskDefinition): readonly EfsVolume[] {
  return definition.volumes.flatMap(({ name, efsVolumeConfiguration: efs }, index) => (efs === undefined ? [] : [{ name, index, efs }]))
}

function knowsEncryption(definition: TaskDefinition, index: number): boolean {
  return definition.knows(['volumes', index, 'efsVolumeConfiguration', 'transitEncryption'])
}
