import { resolve } from 'node:path'
import type { Finding } from '../findings/finding.ts'
import { mergeEnvironmentFiles, parseEnvironmentFile } from '../secrets/environment-file.ts'
import { environmentFileFindings } from '../secrets/environment-file-findings.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import type { Loaded } from './load.ts'
import { bytesOf } from './read-file.ts'

export interface EnvironmentFiles {
  /** By container, then by variable. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly findings: readonly Finding[]
}

/** Reads every environment file of the task from where the settings say it lies here. */
export async function readEnvironmentFiles({ definition, settings, base }: Loaded): Promise<EnvironmentFiles> {
  const findings: Finding[] = []
  const entries = await Promise.all(
    (definition?.containerDefinitions ?? []).map(async (container) => {
      const files = await Promise.all(
        container.environmentFiles.map(async ({ value }, index) => {
          const local = settings.environmentFiles[value]
          if (local === undefined) {
            findings.push(notMapped(definition as TaskDefinition, container, index, value))
            return undefined
          }
          const parsed = parseEnvironmentFile(new TextDecoder().decode(await bytesOf(resolve(base, local))))
          findings.push(...environmentFileFindings(local, parsed, { container: container.name }))
          return parsed
        }),
      )
      return [container.name, mergeEnvironmentFiles(files.filter((file) => file !== undefined))] as const
    }),
  )
  return { values: new Map(entries), findings }
}

function notMapped(
  definition: TaskDefinition,
  { name, index: container }: { name: string; index: number },
  index: number,
  arn: string,
): Finding {
  const path = ['containerDefinitions', container, 'environmentFiles', index, 'value']
  const place = definition.place(path)
  return {
    id: 'environment-file-is-here',
    severity: 'error',
    confidence: 'certain',
    message: `the environment file ${arn} of "${name}" is in S3, which is not asked`,
    remedy: `Say under "environmentFiles" in preflight.yaml where a copy of it lies: "${arn}": path/to/file.env`,
    container: name,
    path,
    file: definition.source.file,
    ...place,
  }
}
