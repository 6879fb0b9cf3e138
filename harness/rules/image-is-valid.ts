import { at, quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Draft, Rule } from './rule.ts'

export const imageIsValid: Rule = {
  id: 'image-is-valid',
  severity: 'error',
  about:
    'An image is repository:tag or repository@sha256: with 64 hexadecimal digits: up to 255 characters, the repository in lower case, no blanks, no https:// in front.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const draft = container.image === '' ? undefined : judge(container.image)
      if (draft !== undefined) yield { ...draft, ...at(container, 'image') }
    }
  },
}

const invalid = recorded('Container.image contains invalid characters.')

function judge(image: string): Draft | undefined {
  const strange = /[^\w\-.:/#@]/.exec(image)?.[0]
  if (strange !== undefined)
    return {
      message: `${quoted(strange)} cannot stand in an image's name: ${quoted(image)}`,
      remedy: `take ${strange.trim() === '' ? 'the blank' : quoted(strange)} out`,
      ...invalid,
    }
  if (image.length > 255)
    return {
      message: `the image's name has ${image.length} characters, where 255 are allowed`,
      remedy: 'use a shorter tag or repository',
      ...invalid,
    }
  const scheme = /^[a-z]+:\/\//i.exec(image)?.[0]
  if (scheme !== undefined)
    return {
      confidence: 'likely',
      message: `the image ${quoted(image)} begins with ${scheme}`,
      remedy: `write ${quoted(image.slice(scheme.length))}`,
      ...invalid,
    }
  const digest = /@(.*)$/.exec(image)?.[1]
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    return {
      confidence: 'likely',
      message: `${quoted(`@${digest}`)} is no digest: sha256: and 64 hexadecimal digits are`,
      remedy: 'copy the whole digest',
      ...invalid,
    }
  const repository = image.replace(/@.*$/, '').replace(/:[^/]*$/, '')
  if (/[A-Z]/.test(repository.replace(/^[^/]*[.:][^/]*\//, '')))
    return {
      confidence: 'likely',
      message: `the repository in ${quoted(image)} has capital letters, which no registry takes`,
      remedy: `write ${quoted(image.replace(repository, repository.toLowerCase()))}`,
    }
  return undefined
}
