import type { CheckOutcome } from '../findings/check-outcome.ts'
import { matchesStatus, parseMatcher } from '../health/matcher.ts'
import { eventsOf } from '../timeline/questions.ts'
import type { Check } from './check.ts'
import { duration } from '../findings/duration.ts'

export const targetGroupGetsItsMatcher: Check = {
  id: 'target-group-gets-its-matcher',
  about: "The load balancer's health request, made from outside the container, gets a status that the target group's matcher accepts.",
  check({ plan, timeline }) {
    const group = plan.targetGroup
    if (group === undefined) return []
    const requests = eventsOf(timeline, 'request').filter(({ purpose }) => purpose === 'target-group')
    const last = requests.at(-1)
    const common = { id: this.id, container: group.container, limit: `status ${group.matcher} within ${duration(group.timeout)}` }
    const parsed = parseMatcher(group.matcher)
    if (parsed.kind === 'refused') return [{ ...common, outcome: 'fail', message: parsed.message, findings: [badMatcher(parsed.message)] }]
    if (last === undefined)
      return [{ ...common, outcome: 'skip', message: 'the load balancer was not played: the task was not ready', findings: [] }]
    const accepted = last.status !== undefined && matchesStatus(parsed.ranges, last.status)
    const got = last.status === undefined ? (last.error ?? 'no answer') : `status ${last.status}`
    const message = `GET ${group.path} on port ${group.port}: ${got} in ${duration(last.durationMs)}`
    return [
      {
        ...common,
        outcome: accepted ? 'pass' : 'fail',
        measured: got,
        message,
        findings: accepted ? [] : [failed(group.container, message, last.body)],
      },
    ]
  },
}

function badMatcher(message: string): CheckOutcome['findings'][number] {
  return {
    id: 'target-group-gets-its-matcher',
    severity: 'error',
    confidence: 'certain',
    message,
    remedy: 'Write service.targetGroup.matcher as 200, as a list 200,202 or as a range 200-299.',
  }
}

function failed(container: string, message: string, body: string | undefined): CheckOutcome['findings'][number] {
  return {
    id: 'target-group-gets-its-matcher',
    severity: 'error',
    confidence: 'certain',
    message: `the target group would call the task unhealthy. ${message}`,
    remedy:
      'Let the path answer with the expected status without authentication or redirect, or correct path, port or matcher of the target group.',
    ecs: 'Task failed ELB health checks in (target-group …)',
    ecsSource: 'composed',
    container,
    evidence: [{ kind: 'request', text: body === undefined ? message : `${message}: ${body.slice(0, 200)}` }],
  }
}
