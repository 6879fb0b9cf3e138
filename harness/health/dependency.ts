export type DependencyCondition = 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY'

/** One entry of a container's dependsOn, and what became of the container it names. Milliseconds on ECS's clock of the task. */
export interface Dependency {
  /** The container that is waited for. */
  readonly name: string
  readonly condition: DependencyCondition
  /** Undefined: it never started. */
  readonly startedAtMs: number | undefined
  /** The dependency's own startTimeout, not the waiting container's. */
  readonly startTimeoutMs?: number
  /** When ECS sees it HEALTHY: `startedAtMs` + the projection's `healthyAtMs`. Undefined: never, or it has no healthCheck. */
  readonly healthyAtMs?: number | undefined
  /** When it stopped for good. A container that could not be started stops without an exit code. */
  readonly stopped?: { readonly atMs: number; readonly exitCode: number | undefined }
  /** When it was told to stop before it had started. */
  readonly abandonedAtMs?: number
}

export type DependencyFailure = 'timed-out' | 'not-successful' | 'never-starts'

/** Blocked waits for ever: nothing that is known of here will end it. */
export type DependencyDecision =
  | { readonly kind: 'satisfied'; readonly atMs: number }
  | { readonly kind: DependencyFailure; readonly atMs: number; readonly dependency: string }
  | { readonly kind: 'blocked'; readonly dependency: string }

/**
 * When ECS lets a container go on that waits for these others, or why it never will. The rules are those of the ECS agent
 * (agent/engine/dependencygraph/graph.go):
 *
 * - startTimeout counts from the dependency's own start, for every condition but START, and no longer matters once the dependency has
 *   stopped. It is looked at before health is: a dependency that is HEALTHY in time still times out when another one keeps the container
 *   waiting past it.
 * - START holds as soon as the dependency has started, and still holds when it has crashed since.
 * - COMPLETE needs an exit code; one that could not be started has none, and blocks.
 * - HEALTHY ends when the dependency stops.
 */
export function decideDependencies(dependencies: readonly Dependency[]): DependencyDecision {
  const spans = dependencies.map(holds)
  const allHoldAtMs = Math.max(0, ...spans.map((span) => span.fromMs))
  const allHold = spans.every((span) => allHoldAtMs < span.untilMs)

  const failures = dependencies.flatMap(failuresOf)
  // Only what is past its timeout has timed out: whatever happens in the very moment it ends comes first.
  const first = failures.toSorted((one, other) => one.atMs - other.atMs || past(one) - past(other))[0]
  if (first !== undefined && !(allHold && allHoldAtMs <= first.atMs)) return first
  if (allHold) return { kind: 'satisfied', atMs: allHoldAtMs }
  const neverHolds = spans.findIndex((span) => span.fromMs === never)
  const blocking = neverHolds === -1 ? spans.findIndex((span) => span.untilMs <= allHoldAtMs) : neverHolds
  return { kind: 'blocked', dependency: dependencies[blocking]?.name ?? '' }
}

const never = Number.POSITIVE_INFINITY

type Failure = Extract<DependencyDecision, { readonly kind: DependencyFailure }>

function past(failure: Failure): number {
  return failure.kind === 'timed-out' ? 1 : 0
}

interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

function holds({ condition, startedAtMs, healthyAtMs, stopped }: Dependency): Span {
  const stoppedAtMs = stopped?.atMs ?? never
  switch (condition) {
    case 'START':
      return { fromMs: Math.min(startedAtMs ?? never, stoppedAtMs), untilMs: never }
    case 'HEALTHY': {
      const fromMs = healthyAtMs ?? never
      return fromMs < stoppedAtMs ? { fromMs, untilMs: stoppedAtMs } : nothing
    }
    case 'COMPLETE':
      return stopped?.exitCode === undefined ? nothing : { fromMs: stoppedAtMs, untilMs: never }
    case 'SUCCESS':
      return stopped?.exitCode === 0 ? { fromMs: stoppedAtMs, untilMs: never } : nothing
  }
}

const nothing: Span = { fromMs: never, untilMs: never }

function failuresOf(dependency: Dependency): Failure[] {
  const { name, condition, startedAtMs, startTimeoutMs = 0, stopped, abandonedAtMs } = dependency
  const failures: Failure[] = []
  if (condition !== 'START' && startedAtMs !== undefined && startTimeoutMs > 0) {
    const atMs = startedAtMs + startTimeoutMs
    if (stopped === undefined || stopped.atMs > atMs) failures.push({ kind: 'timed-out', atMs, dependency: name })
  }
  if (condition === 'SUCCESS' && stopped !== undefined && stopped.exitCode !== 0) {
    failures.push({ kind: 'not-successful', atMs: stopped.atMs, dependency: name })
  }
  if (abandonedAtMs !== undefined && startedAtMs === undefined && abandonedAtMs < (stopped?.atMs ?? never)) {
    failures.push({ kind: 'never-starts', atMs: abandonedAtMs, dependency: name })
  }
  return failures
}
