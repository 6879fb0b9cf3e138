/** The one of several names that was most likely meant, if any is near: another case, or up to two letters away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  const sameLetters = known.find((one) => one.toLowerCase() === wanted)
  if (sameLetters !== undefined || wanted.length > 60) return sameLetters
  const reach = wanted.length < 5 ? 1 : 2
  let best: { readonly one: string; readonly distance: number } | undefined
  for (const one of known) {
    const distance = editDistance(wanted, one.toLowerCase())
    if (distance <= reach && (best === undefined || distance < best.distance)) best = { one, distance }
  }
  return best?.one
}

/** How many letters have to be put in, taken out or exchanged. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
