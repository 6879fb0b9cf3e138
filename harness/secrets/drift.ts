import type { Documented } from '../findings/documented.ts'
import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import type { TaskDefinition } from '../task-definition/task-definition.ts'
import { at, subject } from './answers/place.ts'
import { type Answered, askStore } from './ask.ts'
import type { SecretContent, SecretStore } from './secret-store.ts'
import { type Shape, shapeOf, shapeWords } from './shape.ts'
import { wantedSecrets } from './wanted.ts'

export const shapeDrift: Documented = {
  id: 'recorded-secrets-match-the-real-ones',
  severity: 'warning',
  about:
    'Runs without access to AWS use a recorded store. When a real secret gets another form (a key more or less, another kind of value), the recording has to be made anew, or those runs prove something else.',
}

/** Where the form of what the real store answers differs from the recorded one. Values are compared by form only. */
export async function driftFindings(
  definition: TaskDefinition,
  stores: { readonly real: SecretStore; readonly recorded: SecretStore },
  options: { readonly signal: AbortSignal; readonly defaultRegion?: string },
): Promise<readonly Finding[]> {
  const wanted = wantedSecrets(definition, options.defaultRegion)
  const [real, recorded] = await Promise.all([askStore(stores.real, wanted, options), askStore(stores.recorded, wanted, options)])
  return real.flatMap((there, index) => {
    const here = recorded[index]
    const realContent = contentOf(there)
    if (here === undefined || realContent === undefined) return []
    const difference = differenceOf(realContent, contentOf(here))
    if (difference === undefined) return []
    const finding: Finding = {
      id: shapeDrift.id,
      severity: shapeDrift.severity,
      confidence: 'certain',
      message: `${subject(there.wanted)}: ${difference} (recorded in ${stores.recorded.name})`,
      remedy: 'Record the store anew: `ecs-preflight secrets --secrets aws --record`.',
      ...at(there.wanted),
    }
    return [locate(finding, definition)]
  })
}

function contentOf(answered: Answered): SecretContent | undefined {
  if (answered.kind === 'invalid' || answered.answer === undefined || !('value' in answered.answer)) return undefined
  return answered.answer.value
}

function differenceOf(real: SecretContent, recorded: SecretContent | undefined): string | undefined {
  if (real.kind === 'unread') return undefined
  if (recorded === undefined) return 'the real store has this secret, the recorded one has not'
  if (real.kind === 'binary' || recorded.kind !== 'string')
    return real.kind === recorded.kind ? undefined : `the real one is ${real.kind}, the recorded one ${recorded.kind}`
  return differenceOfShapes(shapeOf(real.text.reveal()), shapeOf(recorded.text.reveal()), '')
}

function differenceOfShapes(real: Shape, recorded: Shape, key: string): string | undefined {
  const where = key === '' ? '' : `key "${key}" `
  if (real.kind === 'object' && recorded.kind === 'object') {
    const path = (name: string) => (key === '' ? name : `${key}.${name}`)
    const added = [...real.keys.keys()].filter((name) => !recorded.keys.has(name))
    const gone = [...recorded.keys.keys()].filter((name) => !real.keys.has(name))
    if (added.length > 0) return `the real one has the new key ${added.map((name) => `"${path(name)}"`).join(', ')}`
    if (gone.length > 0) return `the real one no longer has the key ${gone.map((name) => `"${path(name)}"`).join(', ')}`
    for (const [name, shape] of real.keys) {
      const difference = differenceOfShapes(shape, recorded.keys.get(name) ?? shape, path(name))
      if (difference !== undefined) return difference
    }
    return undefined
  }
  // Random texts may happen to look like Base64.
  const plain = (shape: Shape) => (shape.kind === 'base64' ? 'a text' : shapeWords(shape))
  return plain(real) === plain(recorded)
    ? undefined
    : `${where}is ${shapeWords(real)} in the real store, and ${shapeWords(recorded)} in the recorded one`
}
