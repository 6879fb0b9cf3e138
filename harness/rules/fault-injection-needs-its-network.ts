import { isWindows } from './on-fargate.ts'
import type { Rule } from './rule.ts'

export const faultInjectionNeedsItsNetwork: Rule = {
  id: 'fault-injection-needs-its-network',
  severity: 'error',
  about: 'enableFaultInjection works with networkMode awsvpc or host, on Linux.',
  *check(definition) {
    if (definition.enableFaultInjection !== true || !definition.knows(['networkMode'])) return
    const { networkMode = 'bridge' } = definition
    if (!isWindows(definition) && (networkMode === 'awsvpc' || networkMode === 'host')) return
    yield {
      confidence: 'likely',
      message: isWindows(definition) ? 'Windows has no fault injection' : `fault injection does not work with networkMode ${networkMode}`,
      remedy: 'take enableFaultInjection out, or use awsvpc on Linux',
      path: ['enableFaultInjection'],
    }
  },
}
