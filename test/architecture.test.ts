import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checks } from '../harness/checks/index.ts'
import { causes } from '../harness/diagnosis/index.ts'
import { rules } from '../harness/rules/index.ts'
import { valueFaults } from '../harness/secrets/values/index.ts'

const repository = join(import.meta.dirname, '..')
const harness = join(repository, 'harness')
const page = readFileSync(join(harness, 'README.md'), 'utf8')

interface Room {
  readonly name: string
  readonly mayImport: readonly string[] | 'all'
  readonly pure: boolean
}

const described = roomsOfThePage()
const onDisk = readdirSync(harness, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const machineOrClock =
  /\b(?:process|console)\.|\b(?:performance|Date)\.now|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\(|\bMath\.random|\bfetch\(/
const walled = described.filter(({ mayImport }) => mayImport !== 'all')

test('the rooms on disk are the rooms of harness/README.md', () => {
  expect(names(described)).toEqual(onDisk.toSorted())
})

test('the files beside the rooms are those of harness/README.md', () => {
  const files = readdirSync(harness).filter((name) => name.endsWith('.ts'))
  const named = tableBelow('| file |').map(([file = '']) => file.replaceAll('`', ''))
  expect(named.toSorted()).toEqual(files.toSorted())
})

test('every room with a wall has its list in the linter, and no other', () => {
  expect(lintedRooms().map(({ room }) => room)).toEqual(names(walled))
})

describe.each(walled)('$name', ({ name, mayImport, pure }) => {
  const allowed = mayImport as readonly string[]

  test('the linter lets in what harness/README.md does', () => {
    const linted = lintedRooms().find(({ room }) => room === name)
    expect(linted?.allowed).toEqual(allowed.toSorted())
    expect(linted?.group, 'all forms of each path').toEqual(linted?.whole)
    expect(linted?.pure).toBe(pure)
    expect(linted?.message).toContain(`${name}/ may import only: ${allowed.join(', ') || 'nothing'} `)
  })

  test('its files import nothing else', () => {
    const files = filesBelow(join(harness, name))
    const strangers = files.flatMap((file) =>
      importsOf(file)
        .map((from) => join(file, '..', from).slice(harness.length + 1))
        .filter((target) => ![name, ...allowed].includes(target.split('/')[0] ?? ''))
        .map((target) => `${file.slice(harness.length + 1)} imports ${target}`),
    )
    expect(strangers).toEqual([])
    expect(files.length).toBeGreaterThan(0)
  })
})

test.each(walled.filter(({ pure }) => pure))('$name is pure: its files ask neither the machine nor the clock', ({ name }) => {
  const asking = filesBelow(join(harness, name)).filter((file) => machineOrClock.test(codeOf(file)))
  expect(asking.map((file) => file.slice(harness.length + 1))).toEqual([])
})

test('the harness and the API know nothing of each other', () => {
  const api = filesBelow(join(repository, 'api', 'src'))
  const crossing = [
    ...filesBelow(harness).filter((file) => importsOf(file).some((from) => join(file, '..', from).startsWith(join(repository, 'api')))),
    ...api.filter((file) => importsOf(file).some((from) => join(file, '..', from).startsWith(harness))),
  ]
  expect(crossing).toEqual([])
  expect(api.length).toBeGreaterThan(0)
})

describe('what is added most often is registered', () => {
  test.each([
    { room: 'rules', registered: rules, method: 'check' },
    { room: 'checks', registered: checks, method: 'check' },
    { room: 'diagnosis', registered: causes, method: 'recognise' },
    { room: 'secrets/values', registered: valueFaults, method: 'find' },
  ])('everything that a file of $room exports is in its index', async ({ room, registered, method }) => {
    const exported = await exportedBy(room, method)
    expect(exported.map(({ id }) => id).toSorted()).toEqual(registered.map(({ id }) => id).toSorted())
    expect(new Set(registered.map(({ id }) => id)).size).toBe(registered.length)
  })

  test.each([
    { room: 'checks', method: 'check' },
    { room: 'diagnosis', method: 'recognise' },
    { room: 'secrets/values', method: 'find' },
  ])('a file of $room is named after the one id in it', async ({ room, method }) => {
    const exported = await exportedBy(room, method)
    expect(exported.map(({ id }) => `${id}.ts`)).toEqual(exported.map(({ file }) => file))
  })
})

function names(rooms: readonly Room[]): readonly string[] {
  return rooms.map(({ name }) => name).toSorted()
}

function roomsOfThePage(): readonly Room[] {
  return tableBelow('| room |').map(([room = '', , allowed = '', pure = '']) => ({
    name: room.replaceAll(/[`/]/g, ''),
    mayImport: allowed === 'all' ? 'all' : allowed === '–' ? [] : allowed.split(', '),
    pure: pure === 'yes',
  }))
}

/** The cells of the page's table that begins so. */
function tableBelow(head: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(head)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

interface Override {
  readonly files: readonly string[]
  readonly rules: {
    readonly 'no-console'?: string
    readonly 'no-restricted-imports'?: readonly [string, RestrictedImports]
  }
}

interface RestrictedImports {
  readonly paths?: readonly { readonly name: string }[]
  readonly patterns: readonly { readonly group: readonly string[]; readonly message: string }[]
}

/** The rooms that the linter walls in, in the order of their names; `whole` is what the list has to say for what it lets in. */
function lintedRooms() {
  const { overrides } = JSON.parse(readFileSync(join(repository, '.oxlintrc.json'), 'utf8')) as { overrides: readonly Override[] }
  return overrides
    .flatMap((override) => {
      const [room] = override.files.flatMap((glob) => /^harness\/([\w-]+)\/\*\*$/.exec(glob)?.[1] ?? [])
      const [severity, restricted] = override.rules['no-restricted-imports'] ?? []
      const [{ group, message } = { group: [], message: '' }] = restricted?.patterns ?? []
      if (room === undefined || severity !== 'error') return []
      const allowed = group.flatMap((glob) => /^!\.\.\/([\w-]+)$/.exec(glob)?.[1] ?? []).toSorted()
      const whole = [
        '../*/**',
        '../../*/**',
        '../cli.ts',
        '../../cli.ts',
        '../../index.ts',
        ...allowed.flatMap((name) => [`!../${name}`, `!../${name}/**`, `!../../${name}`, `!../../${name}/**`]),
      ]
      const machine = restricted?.paths?.some(({ name }) => name === 'node:fs') ?? false
      return [
        {
          room,
          allowed,
          group: group.toSorted(),
          whole: whole.toSorted(),
          message,
          pure: machine && override.rules['no-console'] === 'error',
        },
      ]
    })
    .toSorted((one, other) => (one.room < other.room ? -1 : 1))
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(directory, file))
}

/** Every relative path that the file imports, types and late imports as well. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(([, from = '']) => from)
}

/** A file without its comments, of which a clock may be the subject, and without what it quotes. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

/** What the files of a room export, by itself or in lists, that has an id and does the room's work. */
async function exportedBy(room: string, method: string): Promise<readonly { readonly id: string; readonly file: string }[]> {
  const files = readdirSync(join(harness, room)).filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  const modules = await Promise.all(
    files.map(async (file) => ({ file, module: (await import(join(harness, room, file))) as Record<string, unknown> })),
  )
  return modules.flatMap(({ file, module }) =>
    Object.values(module)
      .flat()
      .filter((value): value is { id: string } => isRecord(value) && typeof value['id'] === 'string' && typeof value[method] === 'function')
      .map(({ id }) => ({ id, file })),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
