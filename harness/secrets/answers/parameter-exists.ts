import type { Documented } from '../../findings/documented.ts'
import type { Finding } from '../../findings/finding.ts'
import { ecsWords } from '../ecs-words.ts'
import type { Similar } from '../secret-store.ts'
import { at, subject, type WantedParameter } from './place.ts'

export const parameterExists: Documented = {
  id: 'parameter-exists',
  severity: 'error',
  about:
    "ECS fetches parameters with GetParameters, ten a call: one that does not exist fails the whole call and the task. A bare name is looked up in the task's own region. Versions and labels (name:3) are not known to ECS.",
}

export function parameterNotFound(wanted: WantedParameter, store: string, there: readonly Similar[]): Finding {
  const { name, region } = wanted.asks
  const slash = name.startsWith('/') ? name.slice(1) : `/${name}`
  const missed = there.find((similar) => similar.name === slash)
  return {
    id: parameterExists.id,
    severity: 'error',
    confidence: 'certain',
    message: `${subject(wanted)}: ${store} has no parameter ${name}${region === undefined ? '' : ` in ${region}`}`,
    remedy: remedy(missed, store, there),
    ...ecsWords.invalidParameters([name]),
    ...at(wanted),
  }
}

function remedy(missed: Similar | undefined, store: string, there: readonly Similar[]): string {
  if (missed !== undefined) return `It is called "${missed.name}" there: with and without the slash in front are two names.`
  return there.length === 0 ? 'Create it, or correct the name.' : `Nearest in ${store}: ${there.map(({ name }) => name).join(', ')}.`
}
