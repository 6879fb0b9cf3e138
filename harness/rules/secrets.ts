import { parseValueFrom } from '../task-definition/value-from.ts'
import { allSecrets } from './all-secrets.ts'
import { at, quoted } from './at.ts'
import { composed, recorded } from './ecs-says.ts'
import type { Draft, Rule } from './rule.ts'

export const secretsNeedExecutionRole: Rule = {
  id: 'secrets-need-execution-role',
  severity: 'error',
  about:
    'The execution role reads the secrets before the container starts: secrets and secretOptions need an executionRoleArn. The task role is not asked.',
  *check(definition) {
    if (definition.executionRoleArn !== undefined || !definition.knows(['executionRoleArn'])) return
    const told = new Set<string>()
    for (const { container, of, path } of allSecrets(definition)) {
      if (told.has(`${container} ${of}`)) continue
      told.add(`${container} ${of}`)
      yield {
        message: `${container} has ${of === 'container' ? 'secrets' : 'secretOptions'}, and there is no executionRoleArn that could read them`,
        remedy: 'add executionRoleArn with a role that may secretsmanager:GetSecretValue or ssm:GetParameters on them',
        ...recorded("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."),
        container,
        path: path.slice(0, -1),
      }
    }
  },
}

export const secretNamesAreUnique: Rule = {
  id: 'secret-names-are-unique',
  severity: 'error',
  about: 'A name stands once in the secrets of a container.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const seen = new Set<string>()
      for (const [index, { name }] of container.secrets.entries()) {
        if (name !== '' && seen.has(name))
          yield {
            message: `there is a secret ${quoted(name)} already`,
            remedy: 'keep one of them',
            ...recorded(`Duplicate secret names found: ${name}. Each secret name must be unique.`),
            ...at(container, 'secrets', index, 'name'),
          }
        seen.add(name)
      }
    }
  },
}

export const secretNameNotInEnvironment: Rule = {
  id: 'secret-name-not-in-environment',
  severity: 'error',
  about: 'A name is in secrets or in environment, not in both.',
  *check(definition) {
    for (const container of definition.containerDefinitions) {
      const names = new Set(container.environment.map((variable) => variable.name))
      for (const [index, { name }] of container.secrets.entries()) {
        if (name === '' || !names.has(name)) continue
        yield {
          message: `${name} is in secrets and in environment of ${container.name}`,
          remedy: 'take it out of environment',
          ...recorded(
            `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${name}'.`,
          ),
          ...at(container, 'secrets', index, 'name'),
        }
      }
    }
  },
}

export const secretValueFromIsValid: Rule = {
  id: 'secret-value-from-is-valid',
  severity: 'error',
  about:
    "valueFrom is the ARN of a Secrets Manager secret, the ARN of a Parameter Store parameter, or the bare name of a parameter in the task's region. After a secret's ARN come either nothing or all three of :json-key:version-stage:version-id, each of which may be empty: a JSON key alone reads arn…:key::, with both colons at its end. Parameter Store has no such tail.",
  *check(definition) {
    for (const { secret, container, path } of allSecrets(definition)) {
      const draft = judge(secret.name, secret.valueFrom)
      if (draft !== undefined) yield { ...draft, container, path: [...path, 'valueFrom'] }
    }
  },
  fix(finding, definition) {
    const path = finding.path ?? []
    const value = completed(String(definition.written(path)))
    return value === undefined ? [] : [{ kind: 'replace', path, value }]
  },
}

export const secretVersionIsNamedOnce: Rule = {
  id: 'secret-version-is-named-once',
  severity: 'warning',
  about:
    'A valueFrom with a version stage and a version id: Secrets Manager finds a secret only if both name the same version. Stages move from version to version, ids do not.',
  *check(definition) {
    for (const { secret, container, path } of allSecrets(definition)) {
      const from = parseValueFrom(secret.valueFrom)
      if (from.kind !== 'secrets-manager' || from.versionStage === undefined || from.versionId === undefined) continue
      yield {
        message: `the valueFrom of ${secret.name} names the stage ${from.versionStage} and a version id: they agree only until the stage moves`,
        remedy: 'keep one of them',
        container,
        path: [...path, 'valueFrom'],
      }
    }
  },
}

function judge(name: string, valueFrom: string): Draft | undefined {
  const from = parseValueFrom(valueFrom)
  if (from.kind === 'secrets-manager') return undefined
  if (from.kind === 'parameter-store') return versioned(name, valueFrom)
  const fixed = completed(valueFrom)
  if (fixed !== undefined) {
    return {
      message: `the JSON key of ${name} lacks its colons: after the ARN come three parts, :json-key:version-stage:version-id`,
      remedy: `write ${fixed}`,
      ...composed(`ResourceInitializationError: unable to pull secrets or registry auth: ${from.reason}`),
    }
  }
  if (!valueFrom.startsWith('arn:')) return parameterName(name, valueFrom, from.reason)
  return {
    message: `the valueFrom of ${name} is no ARN that ECS understands: ${quoted(valueFrom)}`,
    remedy:
      'an ARN of a secret reads arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX, that of a parameter arn:aws:ssm:REGION:ACCOUNT:parameter/NAME',
    ...composed(`ResourceInitializationError: unable to pull secrets or registry auth: ${from.reason}`),
  }
}

/** Version numbers and labels of parameters work elsewhere in AWS, but not in ECS. */
function versioned(name: string, valueFrom: string): Draft | undefined {
  if (!/^arn:[^:]+:ssm:.*:parameter\/.*:/.test(valueFrom)) return undefined
  return {
    message: `the parameter of ${name} has a version or label, which ECS does not take`,
    remedy: 'take what follows the last colon out',
    ...composed('invalid parameters'),
  }
}

function parameterName(name: string, valueFrom: string, reason: string): Draft {
  const strange = /[^A-Za-z0-9_.\-/]/.exec(valueFrom)?.[0]
  const why = strange === undefined ? `has ${valueFrom.length} characters` : `holds ${quoted(strange)}`
  const remedy =
    strange === ':'
      ? 'ECS takes neither a version nor a JSON key of a parameter, and secrets only by their ARN'
      : 'write the name of the parameter, or a full ARN'
  return {
    message: `the valueFrom of ${name} is no ARN, so that ECS takes it for the name of a parameter; but it ${why}: ${quoted(valueFrom)}`,
    remedy,
    ...composed(`The Systems Manager parameter name specified for secret ${name} is invalid. ${reason}`),
  }
}

/** A JSON key with one colon or none behind it, as `…:secret:name-AbCdEf:key`: what was meant is clear. */
function completed(valueFrom: string): string | undefined {
  const match = /^(arn:[^:]+:secretsmanager:[^:]+:\d*:secret:[^:]+):([^:]+)(:?)$/.exec(valueFrom)
  return match === null ? undefined : `${match[1]}:${match[2]}::`
}
