import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { toJSONSchema } from 'zod'
import { openLocalStore } from '../harness/secrets/local.ts'
import { readSettings } from '../harness/settings/read.ts'
import { settingsSchema } from '../harness/settings/schema.ts'
import { readSource } from '../harness/source/read.ts'
import { commandLine, repository } from './support/command-line.ts'

const page = readFileSync(join(repository, 'README.md'), 'utf8')

describe('the settings in README.md', () => {
  const [settingsPart = '', secretsPart = ''] = section('The settings').split('\n### ')
  const blocks = [...settingsPart.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml)
  const schema = toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Schema

  test('every key that the code reads is shown, and every key that is shown is read', () => {
    const shown = new Set(blocks.flatMap((yaml) => shownPaths(parse(yaml), schema)))
    expect([...shown].toSorted()).toEqual([...new Set(schemaPaths(schema))].toSorted())
  })

  test('every word that a key may have is named', () => {
    const words = wordsOf(schema)
    expect(words.length).toBeGreaterThan(10)
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(settingsPart))).toEqual([])
  })

  test.each(blocks.map((yaml, index) => ({ yaml, title: `block ${index + 1}` })))(
    '$title is understood without a finding',
    async ({ yaml }) => {
      const { settings, findings } = readSettings([await readSource('preflight.yaml', Buffer.from(yaml))])
      expect(findings).toEqual([])
      expect(settings).toBeDefined()
    },
  )

  test('the local secrets are understood without a finding', async () => {
    const [, yaml = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(secretsPart) ?? []
    const { findings, contents } = openLocalStore(await readSource('secrets.yaml', Buffer.from(yaml)), { tracked: false })
    expect(findings).toEqual([])
    expect(JSON.stringify(contents)).toContain('app/database')
  })
})

describe('the commands in README.md', () => {
  const commands = tableOf('| command |').map(([name = '']) => /^`(\w+)/.exec(name)?.[1] ?? name)
  const options = tableOf('| option |').map(([option = '', users = '']) => ({
    option: /^`(--[\w-]+)/.exec(option)?.[1] ?? option,
    users: users.split(', '),
  }))

  test('every command of the tool is described, and no other', async () => {
    const { stdout } = await commandLine(['--help'])
    const [, list = ''] = stdout.split('Commands:\n')
    const known = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help')
    expect(commands.toSorted()).toEqual(known.toSorted())
  })

  test.each(commands)('every option of %s is described, and no other', async (command) => {
    const { stdout } = await commandLine([command, '--help'])
    const known = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== '--help')
    const described = options.filter(({ users }) => users.includes(command)).map(({ option }) => option)
    expect(described.toSorted()).toEqual(known.toSorted())
  })

  test('every format of a report is named', async () => {
    const { stderr, exitCode } = await commandLine(['lint', '--report', 'none-of-these'])
    expect(exitCode).toBe(2)
    const formats = stderr.slice(stderr.indexOf('use ')).match(/\b[a-z]+\b/g) ?? []
    const row = tableOf('| option |').find(([option]) => option?.startsWith('`--report'))
    expect(row?.[2]?.match(/`[a-z]+`/g)?.map((word) => word.slice(1, -1))).toEqual(formats.filter((word) => !['use', 'or'].includes(word)))
  })
})

test('every npm script, file and directory that README.md names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const named = [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
  const paths = [...page.matchAll(/(?<![\w./])(?:fixtures|harness|test|api|\.ci)\/[\w./-]*/g)].map(([path]) => path.replace(/[.,]$/, ''))
  const examples = new Set(['fixtures/app.env'])
  const missing = paths.filter((path) => !examples.has(path) && !exists(path))
  expect(missing).toEqual([])
})

function section(title: string): string {
  const from = page.indexOf(`## ${title}\n`)
  const to = page.indexOf('\n## ', from)
  return page.slice(from, to)
}

function tableOf(head: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(head)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

function exists(path: string): boolean {
  try {
    readFileSync(join(repository, path))
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}

/** As much of JSON Schema as zod writes. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | false
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** Every key that the schema knows, as `databases[].faults[].kind`; `*` is a name of the user's. */
function schemaPaths(schema: Schema, at = ''): readonly string[] {
  return [
    ...alternatives(schema).flatMap((each) => schemaPaths(each, at)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [`${at}.${key}`, ...schemaPaths(value, `${at}.${key}`)]),
    ...(schema.additionalProperties ? schemaPaths(schema.additionalProperties, `${at}.*`) : []),
    ...(schema.items === undefined ? [] : schemaPaths(schema.items, `${at}[]`)),
  ]
}

/** The keys of an example, named as the schema names them. A key that no schema has keeps its own name. */
function shownPaths(value: unknown, schema: Schema, at = ''): readonly string[] {
  const forms = [schema, ...alternatives(schema)]
  if (Array.isArray(value)) {
    const items = { anyOf: forms.flatMap((form) => form.items ?? []) }
    return value.flatMap((item) => shownPaths(item, items, `${at}[]`))
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = { anyOf: forms.flatMap((form) => form.properties?.[key] ?? []) }
    if (own.anyOf.length > 0) return [`${at}.${key}`, ...shownPaths(inner, own, `${at}.${key}`)]
    const any = { anyOf: forms.flatMap((form) => form.additionalProperties || []) }
    return any.anyOf.length > 0 ? shownPaths(inner, any, `${at}.*`) : [`${at}.${key}`]
  })
}

/** All that a value may be instead, however deep it is said. */
function alternatives({ anyOf = [], oneOf = [] }: Schema): readonly Schema[] {
  return [...anyOf, ...oneOf].flatMap((each) => [each, ...alternatives(each)])
}

function wordsOf(schema: Schema): readonly string[] {
  return [
    ...[...(schema.enum ?? []), schema.const].filter((word) => typeof word === 'string'),
    ...alternatives(schema).flatMap(wordsOf),
    ...Object.values(schema.properties ?? {}).flatMap(wordsOf),
    ...(schema.additionalProperties ? wordsOf(schema.additionalProperties) : []),
    ...(schema.items === undefined ? [] : wordsOf(schema.items)),
  ]
}
