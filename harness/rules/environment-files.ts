import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const environmentFilesAtMostTen: Rule = {
  id: 'environment-files-at-most-ten',
  severity: 'error',
  about: 'A container has ten environment files at most.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { length } = container.environmentFiles
      if (length > 10)
        yield {
          message: `${container.name} has ${length} environment files, where 10 are allowed`,
          remedy: 'join some of them',
          ...recorded('The maximum number of environment files was exceeded. Specify ten or less and try again.'),
          ...at(container, 'environmentFiles'),
        }
    }
  },
}

export const environmentFileIsAnS3Object: Rule = {
  id: 'environment-file-is-an-s3-object',
  severity: 'error',
  about:
    'An environment file is the ARN of an object in S3 whose name ends in .env: arn:aws:s3:::bucket/path/name.env. A URL or a path is none.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      for (const [index, { value }] of container.environmentFiles.entries()) {
        if (value === '' || /^arn:aws[a-z-]*:s3:::[^/]+\/.+\.env$/.test(value)) continue
        const isArn = /^arn:aws[a-z-]*:s3:::[^/]+\/.+/.test(value)
        const bucket = /^s3:\/\/([^/]+)\/(.+)$/.exec(value)
        yield {
          ...(isArn ? { confidence: 'likely' as const } : recorded('Invalid arn syntax.')),
          message: isArn
            ? `the environment file ${quoted(value)} does not end in .env`
            : `${quoted(value)} is not the ARN of an object in S3`,
          remedy: bucket === null ? 'write arn:aws:s3:::BUCKET/PATH.env' : `write arn:aws:s3:::${bucket[1]}/${bucket[2]}`,
          ...at(container, 'environmentFiles', index, 'value'),
        }
      }
    }
  },
}

export const environmentFilesNeedExecutionRole: Rule = {
  id: 'environment-files-need-execution-role',
  severity: 'error',
  about: 'The execution role fetches environment files from S3: it needs s3:GetObject on them and s3:GetBucketLocation on the bucket.',
  *check(definition) {
    if (definition.executionRoleArn !== undefined || !definition.knows(['executionRoleArn'])) return
    for (const container of definition.containerDefinitions) {
      if (container.environmentFiles.length > 0)
        yield {
          confidence: 'likely',
          message: `${container.name} has environment files, and there is no executionRoleArn that could fetch them`,
          remedy: 'add executionRoleArn with a role that may s3:GetObject on them',
          ...at(container, 'environmentFiles'),
        }
    }
  },
}

export const repositoryCredentialsNeedExecutionRole: Rule = {
  id: 'repository-credentials-need-execution-role',
  severity: 'error',
  about: 'The execution role reads the secret with the user name and password of a private registry.',
  *check(definition) {
    if (definition.executionRoleArn !== undefined || !definition.knows(['executionRoleArn'])) return
    for (const container of definition.containerDefinitions) {
      if (container.repositoryCredentials !== undefined)
        yield {
          confidence: 'likely',
          message: `${container.name} has repositoryCredentials, and there is no executionRoleArn that could read them`,
          remedy: 'add executionRoleArn with a role that may secretsmanager:GetSecretValue on them',
          ...at(container, 'repositoryCredentials'),
        }
    }
  },
}
