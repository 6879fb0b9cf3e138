import { decode } from './bytes.ts'
import { parseJsonSource } from './json.ts'
import type { Source } from './source.ts'
import { parseYamlSource } from './yaml.ts'

/** Reads the bytes of a file: YAML by its name's ending, JSON otherwise. Never throws; what is wrong is in `problems`. */
export async function readSource(file: string, bytes: Uint8Array): Promise<Source> {
  const { text, problems } = decode(bytes)
  if (problems.some((problem) => problem.kind === 'too-large'))
    return { file, text, value: undefined, problems, place: () => problems[0]?.place }
  const source = /\.ya?ml$/i.test(file) ? await parseYamlSource(file, text) : parseJsonSource(file, text)
  return problems.length === 0 ? source : { ...source, problems: [...problems, ...source.problems] }
}
