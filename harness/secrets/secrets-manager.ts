import type { DescribeSecretCommandOutput, GetSecretValueCommandOutput, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { Sensitive } from '../sensitive/sensitive.ts'
import { askAws, type AwsOptions, clientConfiguration, isRefusal, perRegion } from './aws-client.ts'
import { awsWords } from './aws-words.ts'
import { nearest } from './nearest.ts'
import type { SecretAnswer, SecretRequest, SecretStore, Similar } from './secret-store.ts'

/** Secrets Manager, asked by the SDK. The SDK is loaded with the first question, so that who asks nothing does not pay for it. */
export function openSecretsManager(options: AwsOptions): {
  readonly secret: SecretStore['secret']
  readonly similar: (name: string, region: string | undefined, signal: AbortSignal) => Promise<readonly Similar[]>
} {
  const client = perRegion(async (region): Promise<SecretsManagerClient> => {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    return new SecretsManagerClient(clientConfiguration(options, region))
  })

  return {
    async secret(request, signal) {
      const { DescribeSecretCommand, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager')
      const { secretId: SecretId, versionId: VersionId, versionStage: VersionStage, region } = request
      const asked = await client(region === '' ? undefined : region)
      if (options.readsValues === false) {
        const answer = await askAws(options, signal, (abortSignal) => asked.send(new DescribeSecretCommand({ SecretId }), { abortSignal }))
        return isRefusal(answer) ? answer : described(answer, request)
      }
      const input = { SecretId, ...(VersionId !== undefined && { VersionId }), ...(VersionStage !== undefined && { VersionStage }) }
      const answer = await askAws(options, signal, (abortSignal) => asked.send(new GetSecretValueCommand(input), { abortSignal }))
      return isRefusal(answer) ? answer : read(answer)
    },

    async similar(name, region, signal) {
      const { ListSecretsCommand } = await import('@aws-sdk/client-secrets-manager')
      const asked = await client(region === '' ? undefined : region)
      const input = { Filters: [{ Key: 'name' as const, Values: [beginning(name)] }], MaxResults: 100 }
      const answer = await askAws(options, signal, (abortSignal) => asked.send(new ListSecretsCommand(input), { abortSignal }))
      // Who may read a secret may often not list them: there is nothing to suggest then.
      if (isRefusal(answer)) return []
      const there = (answer.SecretList ?? []).flatMap(({ Name, ARN }) =>
        Name === undefined || ARN === undefined ? [] : [{ name: Name, arn: ARN }],
      )
      return nearest(name, there, (item) => [item.name, item.arn.split(':secret:')[1] ?? item.name])
    },
  }
}

function read(answer: GetSecretValueCommandOutput): SecretAnswer {
  const { ARN = '', Name = '', SecretString, VersionId, VersionStages = [], CreatedDate } = answer
  return {
    status: 'found',
    arn: ARN,
    name: Name,
    value: SecretString === undefined ? { kind: 'binary' } : { kind: 'string', text: new Sensitive(SecretString) },
    versionStages: VersionStages,
    ...(VersionId !== undefined && { versionId: VersionId }),
    ...(CreatedDate !== undefined && { lastChanged: CreatedDate.toISOString() }),
  }
}

/** The same from the description alone: is there such a version, with such a stage? */
function described(answer: DescribeSecretCommandOutput, { versionId, versionStage }: SecretRequest): SecretAnswer {
  if (answer.DeletedDate !== undefined) return awsWords.deleted()
  const versions = Object.entries(answer.VersionIdsToStages ?? {})
  const stage = versionStage ?? (versionId === undefined ? 'AWSCURRENT' : undefined)
  const found = versions.find(
    ([id, stages]) => (versionId === undefined || id === versionId) && (stage === undefined || stages.includes(stage)),
  )
  if (found === undefined)
    return versionId === undefined || versions.some(([id]) => id === versionId)
      ? awsWords.noStage(stage ?? '')
      : awsWords.noVersion(versionId)
  return {
    status: 'found',
    arn: answer.ARN ?? '',
    name: answer.Name ?? '',
    value: { kind: 'unread' },
    versionId: found[0],
    versionStages: found[1],
    ...(answer.LastChangedDate !== undefined && { lastChanged: answer.LastChangedDate.toISOString() }),
  }
}

/** ListSecrets finds by the beginnings of names. */
export function beginning(name: string): string {
  const slash = name.indexOf('/', 1)
  return slash === -1 ? name.slice(0, 3) : name.slice(0, slash)
}
