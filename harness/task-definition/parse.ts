import type { Finding } from '../findings/finding.ts'
import { locate } from '../findings/locate.ts'
import type { Path, Source, SourceProblem } from '../source/source.ts'
import { readBlock } from './reading/collections.ts'
import { fileIsReadable } from './reading/file-is-readable.ts'
import { jsonIsStrict } from './reading/json-is-strict.ts'
import { describeOnlyKeys, noDescribeOnlyKeys } from './reading/no-describe-only-keys.ts'
import { noDuplicateKeys } from './reading/no-duplicate-keys.ts'
import { noNullValues, nullPaths } from './reading/no-null-values.ts'
import { type Reading, startReading } from './reading/reading.ts'
import { type RegisterTaskDefinition, type TaskDefinition, taskDefinitionFields } from './task-definition.ts'
import { recogniseShape, type Shape } from './shape.ts'

/** What the command line gives in place of the file: CI knows it, the file does not. */
export interface GivenElsewhere {
  readonly family?: string
  /** Image references by container name. */
  readonly images?: Readonly<Record<string, string>>
}

/**
 * Reads a task definition in every shape that is found in repositories. Never throws: what cannot be read is a finding, and the rest is read.
 * The definition is undefined only when the file cannot be read at all or is something else.
 */
export function parseTaskDefinition(
  source: Source,
  given: GivenElsewhere = {},
): { readonly definition: TaskDefinition | undefined; readonly findings: readonly Finding[] } {
  const aboutText = source.problems.map((problem) => findingOf(source, problem))
  if (source.value === undefined) return { definition: undefined, findings: aboutText }
  const shape = recogniseShape(source)
  if ('finding' in shape) return { definition: undefined, findings: [...aboutText, shape.finding] }
  const reading = startReading()
  const read = readBlock<RegisterTaskDefinition>(shape.root, taskDefinitionFields, [], reading, describeOnlyKeys)
  tellShape(shape, reading)
  const definition = complete(withGiven(read, given), source, shape, reading, given)
  const located = reading.findings
    .filter(({ finding }) => !isGiven(finding.path ?? [], read, given))
    .map(({ finding, part }) => locate(finding, definition, part))
  return { definition, findings: [...aboutText, ...located] }
}

function findingOf(source: Source, problem: SourceProblem): Finding {
  if (problem.kind === 'duplicate-key') return noDuplicateKeys.find(source, problem)
  const lenient =
    problem.kind === 'comment' ||
    problem.kind === 'trailing-comma' ||
    problem.kind === 'control-character' ||
    problem.kind === 'byte-order-mark'
  return lenient ? jsonIsStrict.find(source, problem) : fileIsReadable.find(source, problem)
}

function tellShape(shape: Shape, reading: Reading): void {
  const keys = describeOnlyKeys.filter((key) => Object.hasOwn(shape.root, key))
  if (shape.kind === 'wrapped' || keys.length > 0)
    reading.tell(shape.kind === 'wrapped' ? [] : [keys[0] ?? ''], noDescribeOnlyKeys.find(keys, shape.kind === 'wrapped'), 'key')
  const nulls = [...nullPaths(shape.root)]
  if (nulls.length > 0) reading.tell(nulls[0] ?? [], noNullValues.find(nulls))
}

function withGiven(read: RegisterTaskDefinition, given: GivenElsewhere): RegisterTaskDefinition {
  const containerDefinitions = read.containerDefinitions.map((container) => {
    const image = imageFor(container.name, given)
    return image === undefined ? container : { ...container, image }
  })
  return { ...read, containerDefinitions, ...(given.family === undefined ? {} : { family: given.family }) }
}

function imageFor(name: string, given: GivenElsewhere): string | undefined {
  return given.images !== undefined && Object.hasOwn(given.images, name) ? given.images[name] : undefined
}

/** Is this path's value one that the command line gives, so that what the file holds there does not matter? */
function isGiven(path: Path, read: RegisterTaskDefinition, given: GivenElsewhere): boolean {
  if (path.length === 1 && path[0] === 'family') return given.family !== undefined
  const container = path.length === 3 && path[2] === 'image' && typeof path[1] === 'number' ? read.containerDefinitions[path[1]] : undefined
  return container !== undefined && imageFor(container.name, given) !== undefined
}

function complete(read: RegisterTaskDefinition, source: Source, shape: Shape, reading: Reading, given: GivenElsewhere): TaskDefinition {
  const unknown = [...reading.unknown.filter((path) => !isGiven(path, read, given)), ...shape.unknown]
  return {
    ...read,
    source,
    shape: shape.kind,
    knows: (path) => !unknown.some((one) => isWithin(path, one)),
    knowsAll: (path) => !unknown.some((one) => isWithin(path, one) || isWithin(one, path)),
    written: (path) => path.reduce<unknown>(step, shape.root),
    inSource: shape.toSource,
    place: (path, part) => source.place(shape.toSource(path), part),
  }
}

function isWithin(path: Path, parent: Path): boolean {
  return parent.length <= path.length && parent.every((step, index) => step === path[index])
}

function step(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined
}
