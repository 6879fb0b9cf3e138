import { quoted } from './at.ts'
import { recorded } from './ecs-says.ts'
import type { Draft, Rule } from './rule.ts'

const keys = ['taskRoleArn', 'executionRoleArn'] as const

/** A role that is an empty string, or the ARN of something else. */
export const roleIsValid: Rule = {
  id: 'role-is-valid',
  severity: 'error',
  about:
    'taskRoleArn takes the ARN of an IAM role or its bare name, executionRoleArn is documented to take an ARN. An empty string is refused: leave the key out. An ARN of a user, a policy or an instance profile is no role.',
  *check(definition) {
    for (const key of keys) {
      const written = definition.written([key])
      const draft = typeof written === 'string' ? judge(key, written) : undefined
      if (draft !== undefined) yield { ...draft, path: [key] }
    }
  },
  fix(finding, definition) {
    const path = finding.path ?? []
    return definition.written(path) === '' ? [{ kind: 'remove', path }] : []
  },
}

function judge(key: (typeof keys)[number], role: string): Draft | undefined {
  if (role === '')
    return { message: `${key} is an empty string`, remedy: 'take the key out, or give the role', ...recorded('Role is not valid') }
  if (role.startsWith('arn:')) {
    if (/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(role)) return undefined
    return {
      confidence: 'likely',
      message: `${key} is ${quoted(role)}, which is not the ARN of an IAM role`,
      remedy: 'an ARN of a role reads arn:aws:iam::ACCOUNT (12 digits):role/NAME',
      ...recorded('Role is not valid'),
    }
  }
  if (key === 'taskRoleArn') return undefined
  return {
    severity: 'warning',
    confidence: 'likely',
    message: `executionRoleArn is the bare name ${quoted(role)}; ECS documents a full ARN`,
    remedy: `write arn:aws:iam::ACCOUNT:role/${role}`,
  }
}
