/**
 * Prints a decoded JSON value as Go's `fmt.Sprintf("%v", value)` does: that is what the ECS agent puts into the variable (ecs-semantics §2.3).
 * Numbers are float64 there, so 1754110382 becomes `1.754110382e+09`; null becomes `<nil>`, objects `map[a:1 b:2]` with sorted keys.
 */
export function goFormat(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return goNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value)) return `[${value.map(goFormat).join(' ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    return `map[${members.map(([key, member]) => `${key}:${goFormat(member)}`).join(' ')}]`
  }
  return '<nil>'
}

/** The shortest digits that read back as the same number. Go changes to exponents below 1e-4 and from 1e6 on, JavaScript below 1e-6 and from 1e21 on. */
function goNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const [digits = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (value === 0 || (exponent >= -4 && exponent < 6)) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
