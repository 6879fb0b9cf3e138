/** When the probes of a container start, in milliseconds from the container's start. Probes count from 1. */
export interface ProbeSchedule {
  startOf(probe: number): number
  /** The first probe that starts at this moment or after it. */
  firstAtOrAfter(ms: number): number
}

/**
 * Docker starts the first probe one interval after the container's start, and each next one an interval after the end of the one before:
 * probes never overlap, and slow ones stretch the schedule. (Docker's health.go, `monitor`; with the start interval equal to the interval,
 * as ECS knows no other.)
 */
export function probeSchedule(intervalMs: number, probeDurationMs: number): ProbeSchedule {
  if (!(intervalMs > 0)) throw new RangeError(`a health check needs an interval above 0, got ${intervalMs} ms`)
  return evenSchedule(intervalMs, intervalMs + probeDurationMs)
}

/** The same, where probes that start at `changeAtMs` or after it last another time. */
export function changingProbeSchedule(
  intervalMs: number,
  durationBeforeMs: number,
  changeAtMs: number,
  durationAfterMs: number,
): ProbeSchedule {
  const before = probeSchedule(intervalMs, durationBeforeMs)
  if (changeAtMs === Number.POSITIVE_INFINITY) return before
  const changed = before.firstAtOrAfter(changeAtMs)
  const changedStartMs = before.startOf(changed)
  const after = evenSchedule(changedStartMs, intervalMs + durationAfterMs)
  return {
    startOf: (probe) => (probe <= changed ? before.startOf(probe) : after.startOf(probe - changed + 1)),
    firstAtOrAfter: (ms) => (ms <= changedStartMs ? before.firstAtOrAfter(ms) : changed - 1 + after.firstAtOrAfter(ms)),
  }
}

function evenSchedule(firstMs: number, strideMs: number): ProbeSchedule {
  return {
    startOf: (probe) => firstMs + (probe - 1) * strideMs,
    firstAtOrAfter: (ms) => Math.max(1, Math.ceil((ms - firstMs) / strideMs) + 1),
  }
}
