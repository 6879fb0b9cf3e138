import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findEnvironmentReads, findProgramReads } from '../../harness/image/environment-reads.ts'

/** Name by name: `X`, `X?` when it is optional, `X~` when it is only listed. */
function reads(javascript: string): readonly string[] {
  return findEnvironmentReads('dist/index.js', javascript).map(
    ({ name, optional, indirect }) => `${name}${optional ? '?' : ''}${indirect ? '~' : ''}`,
  )
}

describe('a variable that the program needs', () => {
  test.each([
    ['by a dot', 'const x = process.env.A', ['A']],
    ['by a text', `x(process.env['A'], process.env["B"], process.env[\`C\`])`, ['A', 'B', 'C']],
    ['through globalThis', 'globalThis.process.env.A', ['A']],
    ['in a compiled module', 'node_process_1.default.env.A; node_process_1.env.B; process_1.env.C', ['A', 'B', 'C']],
    ['with a question of its presence that ends in an error', "if (!process.env.A || !process.env.B) throw new Error('no')", ['A', 'B']],
    ['compared with nothing', 'if (process.env.A === undefined || process.env.B == null) throw 1', ['A', 'B']],
    ['by destructuring', 'const { A, B: b, "C": c, ...rest } = process.env', ['A', 'B', 'C']],
    ['over several lines', 'const {\n  A, // the first\n  B,\n} = process.env', ['A', 'B']],
    ['by a name for the environment', 'const env = process.env; start(env.A, env["B"])', ['A', 'B']],
    ['by an imported name', "import { env as environment } from 'node:process'\nenvironment.A", ['A']],
    ['by a name taken from process', 'const { env } = process; f(env.A); const { B } = env', ['A', 'B']],
    ['within a template', 'log(`${process.env.A} and ${`${process.env.B}`}`)', ['A', 'B']],
    ['after a regular expression with a quote in it', "x.replace(/'/g, '').split(/[/'\"]/); process.env.A", ['A']],
    ['after a division', 'a = b / c; process.env.A; d = e / 2', ['A']],
    ['twice', 'f(process.env.A); g(process.env.A)', ['A', 'A']],
  ])('%s', (_, javascript, names) => {
    expect(reads(javascript)).toEqual(names)
  })
})

describe('a variable that the program can do without', () => {
  test.each([
    ['a default', "process.env.A ?? 'x'; process.env.B || 'y'; process.env['C'] ?? 1", ['A?', 'B?', 'C?']],
    ['a default around a conversion', 'Number(process.env.A) || 3000; parseInt(process.env.B, 10) || 1', ['A?', 'B?']],
    ['a default in a destructuring', "const { A = 'x', B: b = f(1, 2), C } = process.env", ['A?', 'B?', 'C']],
    ['an assigned default', "process.env.A ??= 'x'", ['A?']],
    ['a comparison with a value', "if (process.env.A === 'production') f(); 'x' !== process.env.B", ['A?', 'B?']],
    [
      'a condition',
      'process.env.A ? 1 : 2; process.env.B && f(); !!process.env.C; Boolean(process.env.D); if (process.env.E) f()',
      ['A?', 'B?', 'C?', 'D?', 'E?'],
    ],
    ['an optional chain', "process.env.A?.split(',')", ['A?']],
    ['a question whether it is there', "if ('A' in process.env) f()", ['A?']],
  ])('%s', (_, javascript, names) => {
    expect(reads(javascript)).toEqual(names)
  })
})

describe('what is no reading', () => {
  test.each([
    ['a comment', '// process.env.A\n/* process.env.B */ const env = 1'],
    ['a text', `f('process.env.A', "process.env.B", \`process.env.C\`)`],
    ['an assignment', "process.env.A = 'x'; process.env['B'] = 1; delete process.env.C"],
    ['the environment of something else', 'this.process.env.A; import.meta.env.B; context.env.C; options.process.env.D'],
    ['a short name in minified code', 'var e=process.env;function f(e){return e.A}'],
    ['an object that is called so', 'f({ env: process.envelope })'],
    ['a list without the environment', "const names = ['DATABASE_URL', 'JWT_SECRET']; env"],
  ])('%s', (_, javascript) => {
    expect(reads(javascript)).toEqual([])
  })
})

describe('names that a check goes through', () => {
  test.each([
    [
      'a list',
      "const required = ['DATABASE_URL', 'JWT_SECRET', 'PORT']; const missing = required.filter((name) => !process.env[name])",
      ['DATABASE_URL~', 'JWT_SECRET~', 'PORT~'],
    ],
    ['a helper', "const required = (name) => process.env[name] ?? fail(name)\nconst url = required('DATABASE_URL')", ['DATABASE_URL~']],
    ['a helper with a default', "const fromEnv = (name, or) => process.env[name] ?? or; fromEnv('LOG_LEVEL', 'info')", ['LOG_LEVEL?~']],
    [
      'a schema',
      'z.object({ DATABASE_URL: z.string().url(), LOG_LEVEL: z.enum(["a"]).default("a"), SENTRY_DSN: z.string().optional() }).parse(process.env)',
      ['DATABASE_URL~', 'LOG_LEVEL?~', 'SENTRY_DSN?~'],
    ],
    ['not the methods of a router', "app.use(['GET', 'POST'], x); process.env[name]", []],
    ['not the keys of a map', "process.env[name]; const codes = { NOT_FOUND: 404, BAD_REQUEST: '400' }", []],
  ])('%s', (_, javascript, names) => {
    expect(reads(javascript)).toEqual(names)
  })
})

test('the line is the one on which the name stands', () => {
  const source = '#!/usr/bin/env node\n/* a\n   b */\nconst text = `\n${1}\n`\nconst x = process\n  .env\n  .DATABASE_URL\n'
  expect(findEnvironmentReads('dist/index.js', source)).toEqual([
    { name: 'DATABASE_URL', file: 'dist/index.js', line: 9, optional: false, indirect: false },
  ])
})

test('whatever stands in the file, it is read to its end', () => {
  const pieces = fc.constantFrom(...'process.env.A ` ${ } { \' " / // /* */ \\ \n ( ) [ ] = x 1 #! ?. f(process.env function'.split(' '))
  const source = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' ')),
    fc.string(),
  )
  fc.assert(
    fc.property(source, (text) => {
      expect(findEnvironmentReads('a.js', `env ${text}`)).toBeInstanceOf(Array)
    }),
  )
})

test('the environment is followed into the function that is handed it, in another file, too', () => {
  const index = { file: 'index.js', javascript: "import { readEnvironment } from './environment.js'\nstart(readEnvironment(process.env))" }
  const other = (javascript: string) =>
    findProgramReads([index, { file: 'environment.js', javascript }]).map(({ name, file, line }) => `${name} ${file}:${line}`)
  expect(
    other(
      "export function readEnvironment(variables) {\n  return { url: take('DATABASE_URL', variables.DATABASE_URL), n: variables.length }\n}",
    ),
  ).toEqual(['DATABASE_URL environment.js:2'])
  expect(other('export const readEnvironment = ({ DATABASE_URL, PORT }) => 1')).toEqual([
    'DATABASE_URL environment.js:1',
    'PORT environment.js:1',
  ])
  expect(other('export function somethingElse(variables) { return variables.DATABASE_URL }')).toEqual([])
})

test('a bundle of megabytes is read in a second or two', () => {
  const source = 'function f(a,b){return a/b+"text".replace(/x[/]y/g,`t${a}`)}\n'.repeat(40_000) + 'process.env.LAST'
  const before = performance.now()
  expect(reads(source)).toEqual(['LAST'])
  expect(performance.now() - before).toBeLessThan(5000)
})
