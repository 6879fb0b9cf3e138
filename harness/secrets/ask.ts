import type { WantedParameter, WantedSecret } from './answers/place.ts'
import { mayHaveSuffix } from './arn-suffix.ts'
import { inFlight } from './in-flight.ts'
import type { FoundParameter, Refusal, SecretAnswer, SecretStore, Similar } from './secret-store.ts'
import type { Wanted } from './wanted.ts'

/** What the store says to one valueFrom. `similar` is filled where nothing was found, or where the ARN was not the full one. */
export type Answered =
  | { readonly kind: 'secret'; readonly wanted: WantedSecret; readonly answer: SecretAnswer; readonly similar: readonly Similar[] }
  | {
      readonly kind: 'parameter'
      readonly wanted: WantedParameter
      readonly answer: FoundParameter | Refusal | undefined
      readonly similar: readonly Similar[]
    }
  | { readonly kind: 'invalid'; readonly wanted: Wanted; readonly reason: string }

/** As many as the AWS clients may have under way at once. */
const requestsInFlight = 10
/** GetParameters takes so many names. */
const namesPerCall = 10

/** Asks the store for everything that is wanted, each thing once, and for what is near where something is missing. Answers stand in the order of `wanted`. */
export async function askStore(
  store: SecretStore,
  wanted: readonly Wanted[],
  options: { readonly signal: AbortSignal; readonly defaultRegion?: string },
): Promise<readonly Answered[]> {
  const { signal, defaultRegion } = options
  const secrets = wanted.filter(isSecret)
  const parameters = wanted.filter(isParameter)
  const regionOf = (each: WantedParameter) => each.asks.region ?? defaultRegion
  const answers = new Map<string, SecretAnswer>()
  const found = new Map<string, FoundParameter | Refusal>()

  const questions = [
    ...[...new Map(secrets.map((each) => [secretKey(each), each])).values()].map((each) => async () => {
      const { secretId, region, versionStage, versionId } = each.asks
      const request = {
        secretId,
        region,
        ...(versionStage !== undefined && { versionStage }),
        ...(versionId !== undefined && { versionId }),
      }
      answers.set(secretKey(each), await store.secret(request, signal))
    }),
    ...batches(parameters, regionOf).map(({ region, names }) => async () => {
      const answer = await store.parameters(region, names, signal)
      for (const parameter of answer.found) found.set(`${region} ${parameter.asked}`, parameter)
      for (const { asked, refusal } of answer.refused) found.set(`${region} ${asked}`, refusal)
    }),
  ]
  await inFlight(questions, requestsInFlight, (ask) => ask())

  return await inFlight(wanted, requestsInFlight, async (each): Promise<Answered> => {
    if (isSecret(each)) {
      const answer = answers.get(secretKey(each))
      if (answer === undefined) throw new Error(`nobody asked for ${each.valueFrom}`)
      const unclear = answer.status === 'found' ? answer.arn !== each.asks.secretId : mayBeMisspelt(each, answer)
      const request = { kind: 'secret', name: each.asks.secretName, region: each.asks.region } as const
      return { kind: 'secret', wanted: each, answer, similar: unclear ? await store.similar(request, signal) : [] }
    }
    if (isParameter(each)) {
      const region = regionOf(each)
      const answer = found.get(`${region} ${askedName(each)}`)
      const request = { kind: 'parameter', name: each.asks.name, region } as const
      return { kind: 'parameter', wanted: each, answer, similar: answer === undefined ? await store.similar(request, signal) : [] }
    }
    return { kind: 'invalid', wanted: each, reason: each.asks.kind === 'invalid' ? each.asks.reason : '' }
  })
}

/** AWS denies a partial ARN where the policy names the full one. */
function mayBeMisspelt({ asks }: WantedSecret, { cause }: Refusal): boolean {
  return cause === 'not-found' || (cause === 'denied' && !mayHaveSuffix(asks.secretId))
}

function isSecret(wanted: Wanted): wanted is WantedSecret {
  return wanted.asks.kind === 'secrets-manager'
}

function isParameter(wanted: Wanted): wanted is WantedParameter {
  return wanted.asks.kind === 'parameter-store'
}

/** Two JSON keys of one secret are one question here; ECS asks twice. */
function secretKey({ asks }: WantedSecret): string {
  return [asks.secretId, asks.versionStage ?? '', asks.versionId ?? ''].join(':')
}

/** An ARN is passed on as an ARN: it is exact where a name is not (`/level` and `level` have the same one). */
function askedName(wanted: WantedParameter): string {
  return wanted.asks.region === undefined ? wanted.asks.name : wanted.valueFrom
}

function batches(
  parameters: readonly WantedParameter[],
  regionOf: (wanted: WantedParameter) => string | undefined,
): readonly { readonly region: string | undefined; readonly names: readonly string[] }[] {
  return [...Map.groupBy(parameters, regionOf)].flatMap(([region, group]) => {
    const names = [...new Set(group.map(askedName))]
    return Array.from({ length: Math.ceil(names.length / namesPerCall) }, (_, index) => ({
      region,
      names: names.slice(index * namesPerCall, (index + 1) * namesPerCall),
    }))
  })
}
