import { quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import type { Draft, Rule } from './rule.ts'

export const tagsAreNotEmpty: Rule = {
  id: 'tags-are-not-empty',
  severity: 'error',
  about: 'An empty list of tags is refused, other than every other empty list. describe-task-definition writes none.',
  *check(definition) {
    const written = definition.written(['tags'])
    if (!Array.isArray(written) || written.length > 0) return
    // Who keeps describe's output has a tool that strips what the API does not take.
    const stripped = definition.shape === 'described' || definition.shape === 'wrapped'
    yield {
      ...(stripped ? { severity: 'warning' as const } : {}),
      message: 'tags is an empty list',
      remedy: 'take the key out',
      ...recorded('Tags can not be empty.'),
      path: ['tags'],
    }
  },
  fix: () => [{ kind: 'remove', path: ['tags'] }],
}

export const tagsAreValid: Rule = {
  id: 'tags-are-valid',
  severity: 'error',
  about:
    'At most 50 tags; keys up to 128 characters, different from each other and not beginning with aws: in any case; values up to 256 characters.',
  *check({ tags }) {
    if (tags.length > 50) yield { message: `${tags.length} tags, where 50 are allowed`, remedy: 'take some out', path: ['tags'] }
    const seen = new Set<string>()
    for (const [index, { key, value = '' }] of tags.entries()) {
      if (key === undefined) continue
      const draft = judge(key, value, seen)
      if (draft !== undefined) yield { confidence: 'likely', ...draft, path: ['tags', index, ...(draft.path ?? ['key'])] }
      seen.add(key)
    }
  },
}

function judge(key: string, value: string, seen: ReadonlySet<string>): Draft | undefined {
  if (/^aws:/i.test(key))
    return {
      message: `the tag ${quoted(key)} begins with aws:, which is AWS's own`,
      remedy: 'use another prefix',
      ...composed(`Tag keys starting with 'aws:' are reserved.`),
    }
  if (seen.has(key))
    return { message: `there is a tag ${quoted(key)} already`, remedy: 'keep one of them', ...composed('Duplicate tag keys found.') }
  if (key.length > 128) return { message: `a tag's key has ${key.length} characters, where 128 are allowed`, remedy: 'shorten it' }
  if (value.length > 256)
    return {
      message: `the value of the tag ${quoted(key)} has ${value.length} characters, where 256 are allowed`,
      remedy: 'shorten it',
      path: ['value'],
    }
  return undefined
}
