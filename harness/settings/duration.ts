const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `90s`, `5m`, `250ms`, `1.5h` in milliseconds; a bare number counts seconds. Undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text.trim())
  if (match?.[1] === undefined) return undefined
  const unit = (match[2] ?? 's') as keyof typeof units
  return Math.round(Number(match[1]) * units[unit])
}
