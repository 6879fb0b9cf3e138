/** The items nearest to a wanted name, nearest first: those a person could have meant, at most `limit`. */
export function nearest<Item>(
  wanted: string,
  items: readonly Item[],
  spellings: (item: Item) => readonly string[],
  limit = 3,
): readonly Item[] {
  const plain = wanted.toLowerCase()
  const reach = Math.max(2, Math.floor(wanted.length / 3))
  return items
    .map((item) => ({ item, distance: Math.min(...spellings(item).map((spelling) => farness(plain, spelling.toLowerCase()))) }))
    .filter((candidate) => candidate.distance <= reach)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map((candidate) => candidate.item)
}

/** A name within the other is near, however long the rest is. */
function farness(a: string, b: string): number {
  const edits = distance(a, b)
  const within = Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a))
  return within ? Math.min(edits, 2) : edits
}

/** Levenshtein's: how many characters to add, drop or change. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    above = current
  }
  return above[b.length] ?? 0
}
