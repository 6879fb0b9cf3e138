import type { Surroundings } from './options.ts'
export async function compose(_file: string | undefined, _options: unknown, _surroundings: Surroundings): Promise<string | undefined> {
  return undefined
}
