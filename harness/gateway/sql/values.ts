/** A parameter as Postgres takes it: drivers send text already, other clients may send any JSON. */
export function toPostgresText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `{${value.map((each) => arrayElement(each)).join(',')}}`
  return JSON.stringify(value)
}

function arrayElement(value: unknown): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return toPostgresText(value) ?? 'NULL'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`
}

/** Types whose text becomes something other than a string, by the object id of the type. */
const scalar: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  20: (text) => text,
  21: Number,
  23: Number,
  700: floating,
  701: floating,
  114: (text) => JSON.parse(text) as unknown,
  3802: (text) => JSON.parse(text) as unknown,
}

/** Arrays, by the object id of the array, with the type of their elements; 25 stands for any text. */
const elementOf: Readonly<Record<number, number>> = {
  1000: 16,
  1005: 21,
  1007: 23,
  1016: 20,
  1021: 700,
  1022: 701,
  199: 114,
  3807: 3802,
  1009: 25,
  1015: 25,
  1002: 25,
  1014: 25,
  1231: 25,
  2951: 25,
  1115: 25,
  1185: 25,
  1182: 25,
}

/** A value of Postgres as JSON, where the client did not ask for its text. */
export function fromPostgresText(text: string | null, type: number): unknown {
  if (text === null) return null
  const element = elementOf[type]
  if (element !== undefined) return readArray(text, element)
  return scalar[type]?.(text) ?? text
}

/** JSON has no NaN and no infinities. */
function floating(text: string): number | string {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

const arrayToken = /[{},]|"((?:[^"\\]|\\.)*)"|[^{},"]+/gsu

function readArray(text: string, element: number): unknown {
  // An array that does not count from 1 has its bounds before it: [0:1]={1,2}.
  const body = text.startsWith('[') ? text.slice(text.indexOf('=') + 1) : text
  const open: unknown[][] = [[]]
  for (const found of body.matchAll(arrayToken)) {
    const [token, quoted] = found
    if (token === '{') open.push([])
    else if (token === '}') {
      const done = open.pop()
      open.at(-1)?.push(done)
    } else if (quoted !== undefined) open.at(-1)?.push(fromPostgresText(quoted.replaceAll(/\\(.)/gsu, '$1'), element))
    else if (token !== ',') open.at(-1)?.push(token === 'NULL' ? null : fromPostgresText(token, element))
  }
  return open[0]?.[0] ?? []
}
