import type { Parameter, ParameterMetadata, SSMClient } from '@aws-sdk/client-ssm'
import { Sensitive } from '../sensitive/sensitive.ts'
import { askAws, type AwsOptions, clientConfiguration, isRefusal, perRegion } from './aws-client.ts'
import { nearest } from './nearest.ts'
import { beginning } from './secrets-manager.ts'
import { type FoundParameter, isTrouble, type ParametersAnswer, type SecretStore, type Similar } from './secret-store.ts'

/** Parameter Store, asked by the SDK, which is loaded with the first question. */
export function openParameterStore(options: AwsOptions): {
  readonly parameters: SecretStore['parameters']
  readonly similar: (name: string, region: string | undefined, signal: AbortSignal) => Promise<readonly Similar[]>
} {
  const client = perRegion(async (region): Promise<SSMClient> => {
    const { SSMClient } = await import('@aws-sdk/client-ssm')
    return new SSMClient(clientConfiguration(options, region))
  })

  async function parameters(region: string | undefined, names: readonly string[], signal: AbortSignal): Promise<ParametersAnswer> {
    const { GetParametersCommand } = await import('@aws-sdk/client-ssm')
    const asked = await client(region)
    const input = { Names: [...names], WithDecryption: true }
    const answer = await askAws(options, signal, (abortSignal) => asked.send(new GetParametersCommand(input), { abortSignal }))
    if (!isRefusal(answer)) return sorted(names, (answer.Parameters ?? []).map(readParameter))
    if (names.length === 1 || isTrouble(answer.cause))
      return { found: [], invalid: [], refused: names.map((name) => ({ asked: name, refusal: answer })) }
    // One name that may not be read fails the whole call: asked one by one, the others are told, too.
    const each: ParametersAnswer[] = []
    for (const name of names) each.push(await parameters(region, [name], signal))
    return {
      found: each.flatMap(({ found }) => found),
      invalid: each.flatMap(({ invalid }) => invalid),
      refused: each.flatMap(({ refused }) => refused),
    }
  }

  async function describe(region: string | undefined, names: readonly string[], signal: AbortSignal): Promise<ParametersAnswer> {
    const filter = { Key: 'Name', Option: 'Equals', Values: [...new Set(names.flatMap(possibleNames))] }
    const answer = await list(region, [filter], signal)
    if (isRefusal(answer)) return { found: [], invalid: [], refused: names.map((name) => ({ asked: name, refusal: answer })) }
    return sorted(names, answer.map(readParameter))
  }

  async function list(
    region: string | undefined,
    filters: { readonly Key: string; readonly Option: string; readonly Values: string[] }[],
    signal: AbortSignal,
  ) {
    const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm')
    const asked = await client(region)
    return await askAws(options, signal, async (abortSignal) => {
      const found: ParameterMetadata[] = []
      let NextToken: string | undefined
      do {
        const input = { ParameterFilters: filters, MaxResults: 50, ...(NextToken !== undefined && { NextToken }) }
        const page = await asked.send(new DescribeParametersCommand(input), { abortSignal })
        found.push(...(page.Parameters ?? []))
        NextToken = page.NextToken
      } while (NextToken !== undefined && found.length < 200)
      return found
    })
  }

  return {
    parameters: options.readsValues === false ? describe : parameters,
    async similar(name, region, signal) {
      const answer = await list(
        region,
        [{ Key: 'Name', Option: 'BeginsWith', Values: [...new Set([beginning(name), beginning(otherSlash(name))])] }],
        signal,
      )
      if (isRefusal(answer)) return []
      const there = answer.flatMap(({ Name, ARN }) => (Name === undefined ? [] : [{ name: Name, ...(ARN !== undefined && { arn: ARN }) }]))
      return nearest(name, there, (item) => [item.name])
    },
  }
}

type WithoutAsked = Omit<FoundParameter, 'asked'>

function readParameter(parameter: Parameter & ParameterMetadata): WithoutAsked {
  const { Name = '', ARN, Type, Value, Version, LastModifiedDate } = parameter
  return {
    name: Name,
    type: Type ?? 'String',
    value: Value === undefined ? { kind: 'unread' } : { kind: 'string', text: new Sensitive(Value) },
    ...(ARN !== undefined && { arn: ARN }),
    ...(Version !== undefined && { version: Version }),
    ...(LastModifiedDate !== undefined && { lastChanged: LastModifiedDate.toISOString() }),
  }
}

/** Which of the answers belongs to which name. AWS answers in its own order, and with a name where it was asked by ARN. */
function sorted(names: readonly string[], answers: readonly WithoutAsked[]): ParametersAnswer {
  const found: FoundParameter[] = []
  const invalid: string[] = []
  for (const asked of names) {
    const answer = answers.find(({ name, arn }) => (asked.startsWith('arn:') ? arn === asked : name === asked))
    if (answer === undefined) invalid.push(asked)
    else found.push({ asked, ...answer })
  }
  return { found, invalid, refused: [] }
}

/** DescribeParameters takes names only, and the ARN of `level` is that of `/level`. */
function possibleNames(asked: string): readonly string[] {
  const name = /:parameter\/(.+)$/su.exec(asked)?.[1]
  if (name === undefined) return [asked]
  return name.includes('/') ? [`/${name}`] : [name, `/${name}`]
}

function otherSlash(name: string): string {
  return name.startsWith('/') ? name.slice(1) : `/${name}`
}
