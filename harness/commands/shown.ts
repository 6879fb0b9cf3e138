import { relative, resolve } from 'node:path'

/** A path as a person in this directory would write it. */
export function shown(file: string): string {
  const path = relative(process.cwd(), resolve(file))
  return path.startsWith('..') || path === '' ? file : path
}
