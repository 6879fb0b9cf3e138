import { at, quoted } from './at.ts'
import { isWindows, onFargate } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const credentialSpecsAreValid: Rule = {
  id: 'credential-specs-are-valid',
  severity: 'error',
  about:
    'credentialSpecs holds one entry at most: credentialspec: or credentialspecdomainless:, and an ARN. Linux on Fargate has the domainless kind only.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const { credentialSpecs } = container
      if (credentialSpecs.length > 1)
        yield {
          confidence: 'likely',
          message: `${container.name} has ${credentialSpecs.length} credential specs, where one is allowed`,
          remedy: 'keep one',
          ...at(container, 'credentialSpecs'),
        }
      for (const [index, spec] of credentialSpecs.entries()) {
        const here = at(container, 'credentialSpecs', index)
        if (spec !== '' && !/^credentialspec(?:domainless)?:(?:arn:|file:\/\/)/.test(spec))
          yield {
            confidence: 'likely',
            message: `${quoted(spec)} does not begin with credentialspec: or credentialspecdomainless: and an ARN`,
            remedy: 'write credentialspecdomainless:arn:…',
            ...here,
          }
        else if (onFargate(definition) && !isWindows(definition) && spec.startsWith('credentialspec:'))
          yield {
            severity: 'warning',
            confidence: 'possible',
            message: 'Linux on Fargate is documented to take the domainless kind only',
            remedy: 'write credentialspecdomainless:arn:…',
            ...here,
          }
      }
    }
  },
}
