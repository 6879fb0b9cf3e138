import type { Finding } from '../findings/finding.ts'
import type { Path, Source } from '../source/source.ts'
import { isObject } from './reading/collections.ts'
import { isATaskDefinition } from './reading/is-a-task-definition.ts'
import { describeOnlyKeys } from './reading/no-describe-only-keys.ts'
import { type TaskDefinition, taskDefinitionFields } from './task-definition.ts'

/** A file brought to the form of RegisterTaskDefinition, and the way back to the file. */
export interface Shape {
  readonly kind: TaskDefinition['shape']
  readonly root: Readonly<Record<string, unknown>>
  /** What the file leaves to others, so that nothing can be said about it. */
  readonly unknown: readonly Path[]
  /** From a path in RegisterTaskDefinition's form to the file's own. */
  readonly toSource: (path: Path) => Path
}

/** Finds out which of the known forms a file has. What is none of them is a finding that says what it looks like. */
export function recogniseShape(source: Source): Shape | { readonly finding: Finding } {
  const { value } = source
  if (Array.isArray(value)) return containers(source, value)
  if (!isObject(value))
    return {
      finding: isATaskDefinition.find(
        source,
        value === null ? 'empty' : `a ${typeof value}`,
        'write a JSON object with family and containerDefinitions',
      ),
    }
  const inner = value['taskDefinition']
  if (isObject(inner) && !('containerDefinitions' in value)) return wrapped(value, inner)
  return somethingElse(source, value) ?? plain(value)
}

function containers(source: Source, value: readonly unknown[]): Shape | { readonly finding: Finding } {
  if (value.length > 0 && !value.some((item) => isObject(item) && ('image' in item || 'name' in item))) {
    return {
      finding: isATaskDefinition.find(
        source,
        'a list of something else than containers',
        'write a JSON object with family and containerDefinitions',
      ),
    }
  }
  return {
    kind: 'containers',
    root: { containerDefinitions: value },
    // Terraform keeps all these in its own language, beside the list.
    unknown: Object.keys(taskDefinitionFields)
      .filter((key) => key !== 'containerDefinitions')
      .map((key) => [key]),
    toSource: (path) => (path[0] === 'containerDefinitions' ? path.slice(1) : []),
  }
}

function wrapped(value: Readonly<Record<string, unknown>>, inner: Readonly<Record<string, unknown>>): Shape {
  const besideIt = Object.hasOwn(value, 'tags') && !Object.hasOwn(inner, 'tags')
  return {
    kind: 'wrapped',
    root: besideIt ? { ...inner, tags: value['tags'] } : inner,
    unknown: [],
    toSource: (path) => (besideIt && path[0] === 'tags' ? path : ['taskDefinition', ...path]),
  }
}

function plain(value: Readonly<Record<string, unknown>>): Shape {
  const described = describeOnlyKeys.some((key) => Object.hasOwn(value, key))
  return { kind: described ? 'described' : 'register', root: value, unknown: [], toSource: (path) => path }
}

function somethingElse(source: Source, value: Readonly<Record<string, unknown>>): { readonly finding: Finding } | undefined {
  if ('containerDefinitions' in value) return undefined
  const has = (key: string): boolean => Object.hasOwn(value, key)
  const find = (what: string, remedy: string): { readonly finding: Finding } => ({ finding: isATaskDefinition.find(source, what, remedy) })
  if (has('ContainerDefinitions') || has('Resources') || has('AWSTemplateFormatVersion'))
    return find('CloudFormation', 'register it, or give what `aws ecs describe-task-definition` says about it')
  if (has('containerOverrides')) return find("run-task's overrides", 'give the task definition they are for')
  if (has('services')) return find('a Compose file or the output of describe-services', 'give the task definition')
  if (has('planned_values') || has('terraform_version'))
    return find('a Terraform plan or state', 'give the value of container_definitions, or what `aws ecs describe-task-definition` says')
  if (has('tasks')) return find('the output of describe-tasks', 'give the task definition; `ecs-preflight explain` reads stopped tasks')
  // Nothing that a task definition has: better one sentence than a list of unknown keys.
  if (!Object.keys(taskDefinitionFields).some(has))
    return find('an object without any key of one', 'write a JSON object with family and containerDefinitions')
  return undefined
}
