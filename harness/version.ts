import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the package lies: its package.json and its fixtures. It is one level up from this file, bundled or not. */
export const packageDirectory: string = join(import.meta.dirname, '..')

/** The tool's own version, out of its package.json. */
export const version: string = (JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { version: string }).version
