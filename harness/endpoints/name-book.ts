import type { AllowedHost, NamesConfiguration } from './configuration.ts'

/** What the task's network says to a name. */
export type NameMeaning =
  | { readonly kind: 'address'; readonly name: string; readonly outcome: 'stand-in' | 'allowed'; readonly address: string }
  | { readonly kind: 'forward'; readonly name: string; readonly outcome: 'allowed' }
  | { readonly kind: 'unknown'; readonly name: string; readonly outcome: 'stand-in' | 'allowed' | 'refused' }

/** Looks a name up. `name` in the answer is the one to record: in lower case and without a search suffix. */
export function nameBook(names: NamesConfiguration): (asked: string) => NameMeaning {
  const standIns = new Set(names.standIns.map(normal))
  const allowed = names.allowed.map((host) => ({ ...host, host: normal(host.host) }))
  const suffixes = names.search.map((suffix) => `.${normal(suffix)}`)

  const known = (name: string): Exclude<NameMeaning, { kind: 'unknown' }> | undefined => {
    if (standIns.has(name)) return { kind: 'address', name, outcome: 'stand-in', address: names.address }
    const host = bestMatch(allowed, name)
    if (host === undefined) return undefined
    return host.address === undefined
      ? { kind: 'forward', name, outcome: 'allowed' }
      : { kind: 'address', name, outcome: 'allowed', address: host.address }
  }

  return (asked) => {
    const name = normal(asked)
    const suffix = suffixes.find((suffix) => name.endsWith(suffix))
    // A step of a resolver's search: it does not exist, as in a VPC, and the resolver goes on to the name as it was meant.
    if (suffix !== undefined && !standIns.has(name) && !allowed.some(({ host }) => host === name)) {
      const meant = name.slice(0, -suffix.length)
      return { kind: 'unknown', name: meant, outcome: known(meant)?.outcome ?? 'refused' }
    }
    return known(name) ?? { kind: 'unknown', name, outcome: 'refused' }
  }
}

/** The host itself before a pattern, a longer pattern before a shorter one. */
function bestMatch(allowed: readonly AllowedHost[], name: string): AllowedHost | undefined {
  return allowed
    .filter(({ host }) => covers(host, name))
    .toSorted((a, b) => b.host.length - a.host.length || Number(isPattern(a.host)) - Number(isPattern(b.host)))[0]
}

function covers(host: string, name: string): boolean {
  if (!isPattern(host)) return host === name
  return host === '*' || (name.endsWith(host.slice(1)) && name.length >= host.length)
}

const isPattern = (host: string) => host === '*' || host.startsWith('*.')

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
