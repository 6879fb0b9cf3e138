import { AwsError } from './aws-error.ts'
import { requiredText, textsOf, type AwsInput } from './aws-input.ts'
import type { StoredSecret } from './configuration.ts'

/** Whether a secret passes all filters of a request. Values are beginnings; one with a leading `!` excludes. */
export function secretFilter(filters: readonly AwsInput[]): (secret: StoredSecret) => boolean {
  const tests = filters.map((filter) => {
    const texts = textsFor(requiredText(filter, 'Key'))
    const values = textsOf(filter, 'Values') ?? []
    return (secret: StoredSecret) => values.some((value) => matches(texts(secret), value))
  })
  return (secret) => tests.every((test) => test(secret))
}

interface Texts {
  readonly texts: readonly string[]
  readonly ignoreCase: boolean
}

function textsFor(key: string): (secret: StoredSecret) => Texts {
  switch (key) {
    case 'name':
      return ({ name }) => ({ texts: [name], ignoreCase: false })
    case 'description':
      return ({ description }) => ({ texts: words(description), ignoreCase: true })
    case 'tag-key':
      return ({ tags }) => ({ texts: Object.keys(tags ?? {}), ignoreCase: false })
    case 'tag-value':
      return ({ tags }) => ({ texts: Object.values(tags ?? {}), ignoreCase: false })
    case 'all':
      return ({ name, description, tags }) => ({
        texts: [...words(name), ...words(description), ...Object.entries(tags ?? {}).flat()],
        ignoreCase: true,
      })
    // Nothing local is owned by a service or replicated.
    case 'primary-region':
    case 'owning-service':
      return () => ({ texts: [], ignoreCase: false })
    default:
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${key}' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]`,
      )
  }
}

function matches({ texts, ignoreCase }: Texts, value: string): boolean {
  const excludes = value.startsWith('!')
  const beginning = excludes ? value.slice(1) : value
  const found = texts.some((text) => (ignoreCase ? text.toLowerCase().startsWith(beginning.toLowerCase()) : text.startsWith(beginning)))
  return found !== excludes
}

function words(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text, ...text.split(/[\s/_+=.@-]+/)]
}
