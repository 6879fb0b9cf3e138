import { at } from './at.ts'
import type { Rule } from './rule.ts'

export const healthCheckCurlFailsOnErrors: Rule = {
  id: 'health-check-curl-fails-on-errors',
  severity: 'warning',
  about:
    'Without -f (--fail) curl ends with 0 whatever the server answers: a container that says 500 all the time is HEALTHY. An exit 1 behind it does not help, because curl has not failed.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const script = (container.healthCheck?.command ?? []).slice(1).join(' ')
      if (!/(?:^|[\s/;&|(])curl\s/.test(script) || fails(script)) continue
      yield {
        message: `curl in the health check of ${container.name} has no -f: an answer of 500 counts as healthy`,
        remedy: 'write curl -f',
        ...at(container, 'healthCheck', 'command'),
      }
    }
  },
}

export const healthCheckCanFail: Rule = {
  id: 'health-check-can-fail',
  severity: 'warning',
  about: 'A script that ends in || true or || exit 0 succeeds whatever happens: the container is always HEALTHY.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const [form, ...rest] = container.healthCheck?.command ?? []
      const script = rest.join(' ').trim()
      const always = /\|\|\s*(?:true|:|exit 0)\s*;?$/.exec(script)?.[0] ?? /^(?:true|exit 0|:)$/.exec(script)?.[0]
      if (always === undefined || (form !== 'CMD-SHELL' && form !== 'CMD')) continue
      yield {
        message: `the health check of ${container.name} ends in ${always.trim()}: it cannot fail`,
        remedy: 'write || exit 1, or take the healthCheck out',
        ...at(container, 'healthCheck', 'command'),
      }
    }
  },
}

/** Does this curl, or what reads its answer, mind an error of the server? */
function fails(script: string): boolean {
  return (
    /\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)(?:\s|$)/.test(script) ||
    /\|\s*(?:grep|jq|awk|python|node|head|test)\b|http_code|\[\s|\btest\b/.test(script)
  )
}
