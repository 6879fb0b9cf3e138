import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Trouble } from '../findings/trouble.ts'
import { decode } from '../source/bytes.ts'
import { parseJsonSource } from '../source/json.ts'
import { readSource } from '../source/read.ts'
import type { Source } from '../source/source.ts'
import { fillTemplate } from '../task-definition/template.ts'
import { bytesOf } from './read-file.ts'

const run = promisify(execFile)
const commandWithinMs = 10 * 60_000
const longestOutput = 4 * 1_048_576

/** A definition that a step of the team's prints (CDK, Terraform, jsonnet). Its findings name paths: there is no file to point into. */
export async function sourceOfCommand(command: readonly string[], directory: string): Promise<Source> {
  const [file = '', ...args] = command
  try {
    const { stdout } = await run(file, args, { cwd: directory, timeout: commandWithinMs, maxBuffer: longestOutput })
    return { ...parseJsonSource(`output of ${file}`, stdout), place: () => undefined }
  } catch (cause) {
    const { stderr = '', message } = cause as { stderr?: string; message: string }
    throw new Trouble(
      'words',
      `the step "${command.join(' ')}" that prints the task definition failed (${stderr.trim().split('\n').at(-1) || message}): run it by hand`,
      { cause },
    )
  }
}

/** A definition in a file, with the names of its template filled in where values for them were given. */
export async function sourceOfFile(file: string, values: Readonly<Record<string, string>>): Promise<Source> {
  const bytes = await bytesOf(file)
  const name = file === '-' ? 'standard input' : file
  if (Object.keys(values).length === 0) return readSource(name, bytes)
  const filled = fillTemplate(decode(bytes).text, values)
  if (filled.unused.length > 0)
    throw new Trouble('words', `--var gives ${filled.unused.join(', ')}, which ${name} does not ask for: correct the name`)
  const source = await readSource(name, new TextEncoder().encode(filled.text))
  return {
    ...source,
    place: (path, part) => {
      const place = source.place(path, part)
      return place === undefined ? undefined : filled.place(place)
    },
  }
}

/** `--var NAME=VALUE` and `--var-file FILE` (lines of NAME=VALUE, or a JSON object), the command line winning. */
export async function templateValues(vars: readonly string[], files: readonly string[]): Promise<Record<string, string>> {
  const fromFiles = await Promise.all(files.map(async (file) => valuesOf(file, await textOf(file))))
  return { ...Object.assign({}, ...fromFiles), ...Object.fromEntries(vars.map(pair)) }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Trouble('file', `the file of variables "${file}" cannot be read: look at the path`, { cause })
  })
}

function valuesOf(file: string, text: string): Record<string, string> {
  if (!text.trimStart().startsWith('{'))
    return Object.fromEntries(
      text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '' && !line.startsWith('#'))
        .map(pair),
    )
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [name, String(value)]))
  } catch (cause) {
    throw new Trouble('file', `the file of variables "${file}" is no JSON object: write NAME=VALUE lines, or correct it`, { cause })
  }
}

function pair(text: string): [string, string] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new Trouble('words', `the variable "${text}" is not understood: write NAME=VALUE`)
  return [text.slice(0, equals), text.slice(equals + 1)]
}
