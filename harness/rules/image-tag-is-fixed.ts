import { at, quoted } from './at.ts'
import type { Rule } from './rule.ts'

export const imageTagIsFixed: Rule = {
  id: 'image-tag-is-fixed',
  severity: 'warning',
  about:
    'Without a tag, or with :latest, the file does not say what runs: a new task may get another image than the ones beside it, and going back to the revision before brings the same image. Use a tag that is never moved, or a digest.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { image } = container
      const tag = /:([^/@:]+)(?:@|$)/.exec(image)?.[1]
      if (image === '' || image.includes('@') || (tag !== undefined && tag !== 'latest')) continue
      yield {
        message:
          tag === undefined
            ? `the image ${quoted(image)} has no tag, which means :latest`
            : `the image ${quoted(image)} is whatever was pushed last`,
        remedy: 'use a version, a commit or a digest',
        ...at(container, 'image'),
      }
    }
  },
}
