/** Text that Compose leaves as it is: a dollar sign begins a variable there. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$')
}

/** A variable of whoever runs Compose, by its name only; without it nothing starts. */
export function required(name: string, why: string): string {
  return `\${${name}:?${why}}`
}

/** A variable of whoever runs Compose, and what holds without it. A value that the braces cannot hold stands for itself. */
export function withDefault(name: string, value: string): string {
  return /[${}]/.test(value) ? literal(value) : `\${${name}:-${value}}`
}

/** A text as the name of an environment variable. */
export function variableName(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
}

/** Compose's words for a time. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`
}
