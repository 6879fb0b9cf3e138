import type { Path } from '../source/source.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { parseValueFrom } from '../task-definition/value-from.ts'
import { allSecrets } from './all-secrets.ts'
import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Rule } from './rule.ts'

export const ssmParameterOfThisAccount: Rule = {
  id: 'ssm-parameter-of-this-account',
  severity: 'error',
  about: 'Parameters of another account cannot be used by their ARN; secrets of Secrets Manager can. The account is taken from the roles.',
  *check(definition) {
    const own = accountOfRoles(definition)
    if (own === undefined) return
    for (const { secret, container, path } of allSecrets(definition)) {
      const from = parseValueFrom(secret.valueFrom)
      if (from.kind !== 'parameter-store' || from.account === undefined || !/^\d{12}$/.test(from.account) || from.account === own) continue
      yield {
        message: `the parameter of ${secret.name} is in account ${from.account}, the roles are in ${own}`,
        remedy: `create the parameter in ${own}, or use Secrets Manager with a resource policy`,
        ...recorded(
          `The Systems Manager parameter ARN has a different account ID than the current account. The current account ID is ${own} and the ARN account ID is ${from.account}. Cross-account access for ARNs is not currently supported.`,
        ),
        container,
        path: [...path, 'valueFrom'],
      }
    }
  },
}

export const secretOfThisAccount: Rule = {
  id: 'secret-of-this-account',
  severity: 'warning',
  about:
    'A secret of another account can be read if its resource policy and the policy of its KMS key allow it; the managed key aws/secretsmanager never does. Mostly it is a copied ARN.',
  *check(definition) {
    const own = accountOfRoles(definition)
    if (own === undefined) return
    for (const { secret, container, path } of allSecrets(definition)) {
      const from = parseValueFrom(secret.valueFrom)
      if (from.kind !== 'secrets-manager' || !/^\d{12}$/.test(from.account) || from.account === own) continue
      yield {
        confidence: 'likely',
        message: `the secret of ${secret.name} is in account ${from.account}, the roles are in ${own}`,
        remedy: 'check the account; if it is meant, its resource policy and its own KMS key must allow the execution role',
        container,
        path: [...path, 'valueFrom'],
      }
    }
  },
}

export const regionsAgree: Rule = {
  id: 'regions-agree',
  severity: 'warning',
  about:
    'Most ARNs, images and log groups of a definition name one region, and this one another. ECS reads secrets and writes logs in other regions, but mostly it is a copied line.',
  *check(definition) {
    const all = [...regional(definition)]
    const main = mostFrequent(all.map((one) => one.region))
    if (main === undefined) return
    for (const { region, what, container, path } of all) {
      if (region !== main)
        yield {
          confidence: 'possible',
          message: `${what} is in ${region}, the rest of the definition in ${main}`,
          remedy: `check whether ${main} is meant`,
          container,
          path,
        }
    }
  },
}

export const partitionFitsRegion: Rule = {
  id: 'partition-fits-region',
  severity: 'error',
  about: 'ARNs of the regions in China begin with arn:aws-cn:, those of GovCloud with arn:aws-us-gov:, all others with arn:aws:.',
  *check(definition) {
    for (const { secret, container, path } of allSecrets(definition)) {
      const [, partition = '', , region = ''] = secret.valueFrom.split(':')
      if (!secret.valueFrom.startsWith('arn:') || region === '' || partition === partitionOf(region)) continue
      yield {
        message: `${region} is in the partition ${partitionOf(region)}, the ARN of ${secret.name} says ${quoted(partition)}`,
        remedy: `write arn:${partitionOf(region)}:…`,
        container,
        path: [...path, 'valueFrom'],
      }
    }
  },
}

function accountOfRoles({ executionRoleArn, taskRoleArn }: TaskDefinition): string | undefined {
  return /^arn:[^:]+:iam::(\d{12}):role\//.exec(executionRoleArn ?? taskRoleArn ?? '')?.[1]
}

/** Other partitions exist for governments only; their regions begin with us-iso and eu-isoe. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  const iso = /^(?:us|eu)-(iso[a-z]?)-/.exec(region)?.[1]
  return iso === undefined ? 'aws' : `aws-${iso === 'iso' ? 'iso' : iso.replace('iso', 'iso-')}`
}

interface Regional {
  readonly region: string
  readonly what: string
  readonly container: string
  readonly path: Path
}

function* regional(definition: TaskDefinition): Iterable<Regional> {
  for (const { secret, container, path } of allSecrets(definition)) {
    const from = parseValueFrom(secret.valueFrom)
    if (from.kind !== 'invalid' && from.region !== undefined)
      yield {
        region: from.region,
        what: `${secret.name}'s ${from.kind === 'secrets-manager' ? 'secret' : 'parameter'}`,
        container,
        path: [...path, 'valueFrom'],
      }
  }
  for (const container of definition.containerDefinitions) {
    const region = container.logConfiguration?.options['awslogs-region']
    if (region !== undefined && region !== '')
      yield { region, what: `the log group of ${container.name}`, ...at(container, 'logConfiguration', 'options', 'awslogs-region') }
    const ofImage = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(container.image)?.[1]
    if (ofImage !== undefined) yield { region: ofImage, what: `the image of ${container.name}`, ...at(container, 'image') }
  }
}

/** The one that more than half of the others name; with a tie nobody can say which one is wrong. */
function mostFrequent(values: readonly string[]): string | undefined {
  return [...new Set(values)].find((one) => values.filter((value) => value === one).length * 2 > values.length)
}
